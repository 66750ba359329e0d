import type { MapNode, Problem, TemplateNode } from '#core/template/node';
import { uniqueReasons, type UnknownReason } from '#core/value/unknown-reason';
import { draftNode } from './draft';
import { entriesOf, entryOf, givenOf, isMap, listOf, stringOf } from './node-reading';
import { placeNodes } from './place-nodes';
import { expandSam } from './sam/expand-sam';
import { SAM_PREFIX, SAM_TRANSFORM, type Workspace } from './sam/workspace';

export interface TransformOptions {
  readonly partition?: string | undefined;
  readonly region?: string | undefined;
  /** Values given for the template's parameters; the few properties by which SAM decides may refer to them. */
  readonly parameters?: ReadonlyMap<string, string | readonly string[]> | undefined;
  /** `unknown`: a parameter without a value here may have another than its default. */
  readonly defaults?: 'apply' | 'unknown' | undefined;
}

export interface ExpandedTemplate {
  /** Plain CloudFormation; every node that a transform made or moved carries the place it stands for. */
  readonly root: MapNode;
  readonly problems: readonly Problem[];
  /** What transforms that are not expanded here may add. */
  readonly unknowns: readonly UnknownReason[];
}

/**
 * Expands the transforms a template declares: SAM in full, `AWS::LanguageExtensions` not at all (its loops are
 * written out before, its functions resolved after), every other is unknown.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/transform-section-structure.html
 */
export function expandTransforms(root: MapNode, options: TransformOptions): ExpandedTemplate {
  const transforms = listOf(entryOf(root, 'Transform')).map(transformName);
  const unknowns = transforms.filter((name) => !EXPANDED.has(name)).map(notExpanded);
  const undeclared = transforms.includes(SAM_TRANSFORM) ? undefined : firstSamType(root);
  if (!transforms.includes(SAM_TRANSFORM) && undeclared === undefined)
    return { root, problems: [], unknowns: uniqueReasons(unknowns) };
  const placed = placeNodes(root);
  const workspace = workspaceOf(placed, options);
  const expanded = expandSam(workspace, placed);
  return {
    root: expanded,
    problems: [...(undeclared === undefined ? [] : [notDeclared(undeclared)]), ...workspace.problems],
    unknowns: uniqueReasons([...unknowns, ...workspace.unknowns]),
  };
}

/** CloudFormation knows no such types, so a template that has one can only be meant for SAM. */
function firstSamType(root: MapNode): TemplateNode | undefined {
  return entriesOf(entryOf(root, 'Resources'))
    .map(([, resource]) => entryOf(resource, 'Type'))
    .find((type) => stringOf(type)?.startsWith(SAM_PREFIX) === true);
}

function notDeclared(type: TemplateNode): Problem {
  return {
    message: `\`${stringOf(type) ?? SAM_PREFIX}\` is a SAM type, and the template does not declare the SAM transform`,
    hint: `add \`Transform: ${SAM_TRANSFORM}\`; it is judged as if that were there`,
    start: type.start,
    fatal: false,
  };
}

const EXPANDED = new Set([SAM_TRANSFORM, 'AWS::LanguageExtensions']);

function transformName(node: TemplateNode): string {
  return stringOf(node) ?? stringOf(entryOf(node, 'Name')) ?? 'Fn::Transform';
}

function notExpanded(transform: string): UnknownReason {
  return { kind: 'transform-not-expanded', transform };
}

function workspaceOf(root: MapNode, options: TransformOptions): Workspace {
  const parameters = parameterValues(root, options);
  const written = entriesOf(entryOf(root, 'Resources'));
  return {
    partition: options.partition ?? partitionOf(options.region) ?? '${AWS::Partition}',
    parameters,
    declaredParameters: new Set(entriesOf(entryOf(root, 'Parameters')).map(([name]) => name)),
    globals: entryOf(root, 'Globals'),
    written: new Map(written),
    resources: new Map(written),
    conditions: new Map(entriesOf(entryOf(root, 'Conditions'))),
    references: new Map(),
    routes: new Map(),
    problems: [],
    unknowns: [],
  };
}

const PARTITIONS: readonly (readonly [string, string])[] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['us-iso-', 'aws-iso'],
  ['us-isob-', 'aws-iso-b'],
  ['us-isof-', 'aws-iso-f'],
  ['eu-isoe-', 'aws-iso-e'],
  ['eusc-', 'aws-eusc'],
];

function partitionOf(region: string | undefined): string | undefined {
  if (region === undefined) return undefined;
  return PARTITIONS.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws';
}

function parameterValues(root: MapNode, options: TransformOptions): ReadonlyMap<string, TemplateNode> {
  const values = new Map<string, TemplateNode>();
  for (const [name, parameter] of entriesOf(entryOf(root, 'Parameters'))) {
    const given = options.parameters?.get(name);
    const preset = options.defaults === 'unknown' ? undefined : givenOf(entryOf(parameter, 'Default'));
    const value = given === undefined ? preset : draftNode(given, parameter);
    if (value !== undefined && isMap(parameter)) values.set(name, value);
  }
  return values;
}
