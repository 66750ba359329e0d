import type { MapEntry, MapNode, Problem, TemplateNode } from './node';

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html */
const SECTIONS: readonly string[] = [
  'AWSTemplateFormatVersion',
  'Conditions',
  'Description',
  'Globals',
  'Hooks',
  'Mappings',
  'Metadata',
  'Outputs',
  'Parameters',
  'Resources',
  'Rules',
  'Transform',
];
const MAP_SECTIONS: readonly string[] = ['Conditions', 'Globals', 'Mappings', 'Outputs', 'Parameters', 'Rules'];

/** What CloudFormation would refuse in the outline of a template; fatal where there is no resource to judge. */
export function checkShape(root: MapNode): readonly Problem[] {
  return [...checkSections(root), ...checkResources(root)];
}

function checkSections(root: MapNode): readonly Problem[] {
  const wrongKind = MAP_SECTIONS.flatMap((name) => {
    const entry = root.entries.get(name);
    return entry === undefined || entry.value.kind === 'map' ? [] : [notAMapping(name, entry)];
  });
  const misspelt = [...root.entries.values()].flatMap(({ key }) => {
    const meant = SECTIONS.find((name) => name !== key.text && name.toLowerCase() === key.text.toLowerCase());
    if (meant === undefined) return [];
    const message = `\`${key.text}\` is not a section of a template`;
    return [{ message, hint: `write \`${meant}\``, start: key.start, fatal: false }];
  });
  return [...misspelt, ...wrongKind];
}

function notAMapping(name: string, entry: MapEntry): Problem {
  return { message: `\`${name}\` is not a mapping`, start: entry.value.start, fatal: false };
}

function checkResources(root: MapNode): readonly Problem[] {
  const fatal = !mayGrow(root);
  const resources = root.entries.get('Resources');
  if (resources === undefined) return [noResources('template has no `Resources`', root.start, fatal)];
  const { key, value } = resources;
  if (isNull(value) || (value.kind === 'map' && value.entries.size === 0))
    return [noResources('`Resources` is empty', key.start, fatal)];
  if (value.kind !== 'map') return [noResources('`Resources` is not a mapping', value.start, true)];
  return [...value.entries.values()].flatMap(checkResource);
}

function noResources(message: string, start: number, fatal: boolean): Problem {
  return { message, hint: 'a template needs a mapping `Resources` with at least one resource', start, fatal };
}

/** A macro may add resources, so that a template without any can still be deployed. */
function mayGrow(root: MapNode): boolean {
  return root.entries.has('Transform') || root.entries.has('Fn::Transform');
}

function checkResource({ key, value }: MapEntry): readonly Problem[] {
  if (key.text.startsWith('Fn::') || key.text === '<<') return [];
  const name = key.text;
  if (value.kind !== 'map')
    return [{ message: `resource \`${name}\` is not a mapping`, start: key.start, fatal: false }];
  const type = value.entries.get('Type');
  if (type === undefined) {
    if (value.entries.has('Fn::Transform') || value.entries.has('<<')) return [];
    return [{ message: `resource \`${name}\` has no \`Type\``, start: key.start, fatal: false }];
  }
  const problems: Problem[] = [];
  if (type.value.kind !== 'scalar' || typeof type.value.value !== 'string' || type.value.text === '')
    problems.push({
      message: `\`Type\` of resource \`${name}\` is not a string`,
      start: type.value.start,
      fatal: false,
    });
  const properties = value.entries.get('Properties');
  if (properties !== undefined && properties.value.kind !== 'map' && !isNull(properties.value))
    problems.push({
      message: `\`Properties\` of resource \`${name}\` is not a mapping`,
      start: properties.value.start,
      fatal: false,
    });
  return problems;
}

function isNull(node: TemplateNode): boolean {
  return node.kind === 'scalar' && node.value === null;
}
