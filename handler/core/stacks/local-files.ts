import { nodesIn } from '#core/intrinsics/nodes-in';
import { parseTemplate } from '#core/template/parse-template';
import { localPartOf } from './local-parts';
import { locationOf, pathBeside, textAt } from './template-location';

const NESTING_TYPES: ReadonlySet<string> = new Set(['AWS::CloudFormation::Stack', 'AWS::Serverless::Application']);

/** The files beside a template that it is made of: templates of nested stacks, definitions and snippets. */
export function localFiles(file: string, text: string): readonly string[] {
  const { template } = parseTemplate(text);
  if (template === undefined) return [];
  const files = new Set<string>();
  for (const node of nodesIn(template.root)) {
    if (node.kind !== 'map') continue;
    const isNested = NESTING_TYPES.has(textAt(node, 'Type') ?? '');
    const location = isNested ? locationOf(node) : localPartOf(node);
    if (location !== undefined) files.add(pathBeside(file, location));
  }
  return [...files];
}
