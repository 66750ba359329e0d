import { callsIn } from '#code/calls-in';
import { inlineCode } from '#code/code-reader';
import { readJavaScript } from '#code/javascript/read-javascript';
import { readPython } from '#code/python/read-python';
import type { CodeInput, CodeText, SdkCall } from '#core/model/sdk-call';

const read = inlineCode();

/** What a call is, in one line: `s3:GetObject Bucket=${BUCKET} Key=?`. */
export function inPython(source: string): readonly string[] {
  return read({ source, runtime: 'python3.13', handler: 'index.handler' }).map(inWords);
}

export function inJavaScript(source: string): readonly string[] {
  return read({ source, runtime: 'nodejs22.x', handler: 'index.handler' }).map(inWords);
}

export function inTypeScript(source: string): readonly string[] {
  return callsIn([readJavaScript('index.ts', source)], { file: 'index.ts', name: 'handler' }).map(inWords);
}

/** Several files, the first of which Lambda enters. */
export function inFiles(files: Readonly<Record<string, string>>): readonly string[] {
  const modules = Object.entries(files).map(([file, text]) =>
    file.endsWith('.py') ? readPython(file, text) : readJavaScript(file, text),
  );
  return callsIn(modules, { file: Object.keys(files)[0] ?? '', name: 'handler' }).map(inWords);
}

function inWords({ service, operation, input, isElsewhere }: SdkCall): string {
  return [`${service}:${operation}`, ...argumentsOf(input), ...(isElsewhere ? ['elsewhere'] : [])].join(' ');
}

function argumentsOf(input: CodeInput): readonly string[] {
  if (input.kind !== 'record') return ['?'];
  const entries = input.entries.map(({ key, value }) => `${spelt(key)}=${valueOf(value)}`);
  return input.isOpen ? [...entries, '…'] : entries;
}

function valueOf(value: CodeInput): string {
  switch (value.kind) {
    case 'text':
      return spelt(value.text);
    case 'list':
      return `[${value.items.map(valueOf).join(', ')}${value.isOpen ? '…' : ''}]`;
    case 'record':
      return `{${argumentsOf(value).join(' ')}}`;
    case 'unknown':
      return '?';
  }
}

function spelt(text: CodeText): string {
  return text
    .map((part) => {
      if (typeof part === 'string') return part;
      return part.otherwise === undefined ? `\${${part.variable}}` : `\${${part.variable}:-${part.otherwise}}`;
    })
    .join('');
}
