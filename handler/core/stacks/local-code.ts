import { nodesIn } from '#core/intrinsics/nodes-in';
import type { MapNode } from '#core/template/node';
import { parseTemplate } from '#core/template/parse-template';
import { isElsewhere, mapAt, pathBeside, textAt } from './template-location';

/** Code of a function that may lie beside the template. */
export interface LocalCode {
  readonly key: string;
  /** A folder or a file. */
  readonly path: string;
  readonly handler: string;
}

const FUNCTION_TYPES: ReadonlySet<string> = new Set(['AWS::Lambda::Function', 'AWS::Serverless::Function']);

/** The same for a function before and after its template is expanded. */
export function localCodeKey(path: string, handler: string): string {
  return `${path}\0${handler}`;
}

/** Where a template says that the code of its functions lies, as far as that is a path: before it is packaged, or in `cdk.out`. */
export function localCode(file: string, text: string): readonly LocalCode[] {
  const { template } = parseTemplate(text);
  if (template === undefined) return [];
  const globals = mapAt(mapAt(template.root, 'Globals'), 'Function');
  const found = new Map<string, LocalCode>();
  for (const node of nodesIn(template.root)) {
    if (node.kind !== 'map' || !FUNCTION_TYPES.has(textAt(node, 'Type') ?? '')) continue;
    const properties = mapAt(node, 'Properties');
    const location = locationOf(node, properties) ?? textAt(globals, 'CodeUri');
    const handler = textAt(properties, 'Handler') ?? textAt(globals, 'Handler');
    if (location === undefined || handler === undefined || isElsewhere(location)) continue;
    const path = pathBeside(file, location);
    const key = localCodeKey(path, handler);
    found.set(key, { key, path, handler });
  }
  return [...found.values()];
}

function locationOf(resource: MapNode, properties: MapNode | undefined): string | undefined {
  const metadata = mapAt(resource, 'Metadata');
  const asset = textAt(metadata, 'aws:asset:property') === 'Code' ? textAt(metadata, 'aws:asset:path') : undefined;
  return asset ?? textAt(properties, 'CodeUri') ?? textAt(properties, 'Code');
}
