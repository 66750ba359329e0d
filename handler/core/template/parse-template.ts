import { buildTree } from './build-tree';
import { checkShape } from './check-shape';
import type { Problem, TemplateNode } from './node';
import type { Template } from './template';

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const MAX_BYTES = 1_048_576;

export interface ParsedTemplate {
  /** Missing if there is nothing to judge; `problems` then says why. */
  readonly template: Template | undefined;
  readonly problems: readonly Problem[];
}

/** Reads YAML or JSON, whatever it holds: everything wrong with the text is in `problems`, in the order of the text. */
export function parseTemplate(source: string): ParsedTemplate {
  const unreadable = checkText(source);
  if (unreadable !== undefined) return { template: undefined, problems: [fatal(unreadable, 0)] };
  const tree = buildTree(source);
  const [document, second] = tree.documents;
  if (tree.problems.some((problem) => problem.fatal)) return withoutTemplate(tree.problems);
  if (document === undefined) return withoutTemplate([fatal('template is empty', 0)]);
  if (second !== undefined) {
    const several = fatal('only one YAML document is allowed', second.start);
    return withoutTemplate([...tree.problems, several]);
  }
  return readDocument(source, document, tree.problems);
}

function readDocument(source: string, document: TemplateNode, found: readonly Problem[]): ParsedTemplate {
  if (document.kind !== 'map') {
    const isNothing = document.kind === 'scalar' && document.value === null;
    return withoutTemplate([
      ...found,
      fatal(isNothing ? 'template is empty' : 'template is not a mapping', document.start),
    ]);
  }
  const problems = sorted([...found, ...checkShape(document)]);
  if (problems.some((problem) => problem.fatal)) return { template: undefined, problems };
  return { template: { source, root: document, problems }, problems };
}

function withoutTemplate(problems: readonly Problem[]): ParsedTemplate {
  return { template: undefined, problems: sorted(problems) };
}

function sorted(problems: readonly Problem[]): readonly Problem[] {
  return [...problems].sort((a, b) => a.start - b.start);
}

function fatal(message: string, start: number): Problem {
  return { message, start, fatal: true };
}

function checkText(source: string): string | undefined {
  if (isLongerThan(source, MAX_BYTES)) return `template is larger than ${MAX_BYTES} bytes`;
  if (source.includes('\0')) return 'template is not a text file';
  return undefined;
}

/** Counts UTF-8 bytes only where the number of characters does not settle it. */
function isLongerThan(source: string, limit: number): boolean {
  if (source.length > limit) return true;
  if (source.length * 3 <= limit) return false;
  let bytes = 0;
  for (let at = 0; at < source.length; at += 1) {
    const code = source.charCodeAt(at);
    const isSurrogate = code >= 0xd800 && code <= 0xdfff; // two of them make four bytes
    bytes += code < 0x80 ? 1 : code < 0x800 || isSurrogate ? 2 : 3;
  }
  return bytes > limit;
}
