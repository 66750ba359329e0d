import type { SdkCall } from '#core/model/sdk-call';
import { localCode, type LocalCode } from '#core/stacks/local-code';
import { InputError, type CommandIo } from './command';

type Texts = readonly (readonly [file: string, text: string])[];

/** Reads the code of functions that lies beside their templates; a file that several of them use is read once. */
export class LocalCodeReader {
  private readonly texts = new Map<string, Promise<string | undefined>>();
  private readonly calls = new Map<string, Promise<readonly SdkCall[] | undefined>>();

  /** By key of `localCode`; nothing for code that is not here. */
  async callsOf(templates: Texts, io: CommandIo): Promise<ReadonlyMap<string, readonly SdkCall[]>> {
    const found = new Map<string, readonly SdkCall[]>();
    const wanted = templates.filter(([, text]) => MAY_NAME_CODE.test(text));
    for (const code of wanted.flatMap(([file, text]) => localCode(file, text))) {
      const calls = this.calls.get(code.key) ?? this.read(code, io);
      this.calls.set(code.key, calls);
      const known = await calls;
      if (known !== undefined) found.set(code.key, known);
    }
    return found;
  }

  private async read({ path, handler }: LocalCode, io: CommandIo): Promise<readonly SdkCall[] | undefined> {
    const { callsFrom, entryFiles } = await import('#code/code-files');
    const readText = (file: string): Promise<string | undefined> => this.textOf(file, io);
    const entry = await firstThere(entryFiles(path, handler), readText);
    return entry === undefined ? undefined : callsFrom(entry, readText);
  }

  private textOf(file: string, io: CommandIo): Promise<string | undefined> {
    const known = this.texts.get(file);
    if (known !== undefined) return known;
    const text = this.texts.size < MAX_FILES ? textOrNothing(file, io) : Promise.resolve(undefined);
    this.texts.set(file, text);
    return text;
  }
}

/** Files that one run looks for. */
const MAX_FILES = 10_000;
const MAY_NAME_CODE = /\bCodeUri\b|aws:asset:path|\bCode["']?[ \t]*:[ \t]*["']?[.\w/]/;

async function firstThere<T extends { readonly file: string; readonly root: string }>(
  candidates: readonly T[],
  readText: (file: string) => Promise<string | undefined>,
): Promise<T | undefined> {
  for (const each of candidates) if ((await readText(each.root + each.file)) !== undefined) return each;
  return undefined;
}

async function textOrNothing(file: string, io: CommandIo): Promise<string | undefined> {
  try {
    return await io.readText(file);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
