import type { CodeReader, InlineCode, SdkCall } from '#core/model/sdk-call';
import { callsIn } from './calls-in';
import type { Module } from './expression';
import { readJavaScript } from './javascript/read-javascript';
import { readPython } from './python/read-python';

/** Longer files are left out: what is generated or bundled is long, and says little. */
const MAX_FILE_LENGTH = 400_000;

/** Reads one file of code by its name; nothing for another language. */
export function readModule(file: string, text: string): Module | undefined {
  if (text.length > MAX_FILE_LENGTH || depthOf(text) > MAX_DEPTH) return undefined;
  if (file.endsWith('.py')) return readPython(file, text);
  return /\.(?:js|mjs|cjs|ts)$/.test(file) ? readJavaScript(file, text) : undefined;
}

/** Nobody nests brackets so deeply by hand, and the time to parse them grows with the square of it. */
const MAX_DEPTH = 1_000;

/** The most brackets that are open at one time, also those in texts. */
function depthOf(text: string): number {
  let depth = 0;
  let most = 0;
  for (const [bracket] of text.matchAll(/[()[\]{}]/g)) {
    depth = Math.max(0, depth + ('([{'.includes(bracket) ? 1 : -1));
    most = Math.max(most, depth);
  }
  return most;
}

/** Reads code that stands in a template. */
export function inlineCode(): CodeReader['inline'] {
  const known = new Map<string, readonly SdkCall[]>();
  return (code) => {
    const key = JSON.stringify([code.runtime, code.handler, code.source]);
    const found = known.get(key) ?? callsInline(code);
    known.set(key, found);
    return found;
  };
}

function callsInline({ source, runtime, handler }: InlineCode): readonly SdkCall[] {
  const extension = runtime.startsWith('python') ? '.py' : runtime.startsWith('nodejs') ? '.js' : '';
  // AWS: inline code is put into a file `index`, whatever the handler is called.
  const module = readModule(`index${extension}`, source);
  const name = handler.slice(handler.lastIndexOf('.') + 1);
  const calls = module === undefined ? [] : callsIn([module], { file: module.file, name });
  return calls.map((call) => ({ ...call, file: undefined }));
}
