import { localFiles } from '#core/stacks/local-files';
import { InputError, type CommandIo } from './command';

/** Files beside it that one template may lead to. */
const MAX_FILES = 500;

/**
 * The local templates that a template's nested stacks are made of, and theirs, by path; what is not there stays unknown.
 */
export async function readNestedFiles(
  file: string,
  text: string,
  io: Pick<CommandIo, 'readText'>,
): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  const open = [...nestedIn(file, text)];
  const seen = new Set([file]);
  for (let next = open.shift(); next !== undefined && files.size < MAX_FILES; next = open.shift()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const nested = await textOf(next, io);
    if (nested === undefined) continue;
    files.set(next, nested);
    open.push(...nestedIn(next, nested));
  }
  return files;
}

const SIGNS = [
  'AWS::CloudFormation::Stack',
  'AWS::Serverless::Application',
  'AWS::Include',
  'DefinitionUri',
  'DefinitionS3Location',
];

/** Most templates nest nothing, and need not be parsed to know. */
function nestedIn(file: string, text: string): readonly string[] {
  return SIGNS.some((sign) => text.includes(sign)) ? localFiles(file, text) : [];
}

async function textOf(file: string, io: Pick<CommandIo, 'readText'>): Promise<string | undefined> {
  try {
    return await io.readText(file);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
