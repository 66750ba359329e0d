import { createReadStream } from 'node:fs';
import { InputError, NotTextError } from './command';

/** Far above CloudFormation's own limit, which the judgement names; this one only keeps a wrong file from filling memory. */
const MAX_BYTES = 16 * 1_048_576;

/** Reads a file, or standard input for `-`, as UTF-8 text. */
export async function readText(path: string): Promise<string> {
  const bytes = await readBytes(path);
  const binaryAt = bytes.indexOf(0);
  if (binaryAt >= 0) throw notText(path, bytes.subarray(0, binaryAt));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw notText(path, Buffer.from(validStart(bytes)));
  }
}

async function readBytes(path: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of path === '-' ? process.stdin : createReadStream(path)) {
      const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
      size += bytes.length;
      if (size > MAX_BYTES) break;
      chunks.push(bytes);
    }
  } catch (error) {
    throw unreadable(path, error);
  }
  if (size > MAX_BYTES) {
    throw new NotTextError(
      `${path}:1:1: file is larger than ${MAX_BYTES} bytes`,
      'CloudFormation accepts templates of up to 1 MB',
    );
  }
  return Buffer.concat(chunks);
}

const REASONS = new Map([
  ['ENOENT', 'no such file or folder'],
  ['EACCES', 'no permission to read it'],
  ['EPERM', 'no permission to read it'],
  ['EISDIR', 'is a folder, not a file'],
  ['ENOTDIR', 'no such file or folder'],
  ['ELOOP', 'symbolic links lead in a circle'],
  ['ENAMETOOLONG', 'name is too long'],
]);

/** Says why the file system refused, in words instead of its code. */
export function unreadable(path: string, error: unknown): InputError {
  const code = codeOf(error);
  const reason = REASONS.get(code) ?? `cannot be read (${code})`;
  return new InputError(
    `${path}:1:1: ${reason}`,
    'name a template file, a folder of templates, or - for standard input',
    {
      cause: error,
    },
  );
}

function codeOf(error: unknown): string {
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'unknown reason';
}

function notText(path: string, before: Buffer): NotTextError {
  const lines = before.toString('utf8').split('\n');
  const place = `${lines.length}:${(lines.at(-1) ?? '').length + 1}`;
  return new NotTextError(
    `${path}:${place}: not a UTF-8 text file`,
    'save the template as UTF-8 text; a packaged .zip is not a template',
  );
}

function validStart(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  const at = text.indexOf('\uFFFD');
  return at < 0 ? text : text.slice(0, at);
}
