import { transformName } from '#core/intrinsics/template-scope';
import type { MapEntry, MapNode, TemplateNode } from '#core/template/node';
import type { Document, Documents } from './documents';
import { isElsewhere, mapAt, pathBeside, textAt } from './template-location';

const INCLUDE = 'AWS::Include';
/** Files that one template may be put together from. */
const MAX_PARTS = 200;

/** Where the definition of a state machine may lie in a file of its own, as `sam` and `aws cloudformation package` take it. */
const DEFINITION_FILES = new Map([
  ['AWS::Serverless::StateMachine', 'DefinitionUri'],
  ['AWS::StepFunctions::StateMachine', 'DefinitionS3Location'],
]);

/** The files that a template takes definitions and snippets from, as far as they lie beside it. */
export function localPartOf(node: MapNode): string | undefined {
  return definitionFile(node) ?? includedFile(node.entries.get('Fn::Transform')?.value);
}

/**
 * The template with what lies in files beside it in its place: definitions of state machines, and what `AWS::Include` takes in.
 * What is not there stays as it is written.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/transform-aws-include.html
 */
export function withLocalParts(root: MapNode, document: Document, beside: Beside): MapNode {
  if (beside.files.size === 0) return root;
  return new Assembler(document, beside).template(root);
}

export interface Beside {
  readonly documents: Documents;
  /** Texts of local files, by path. */
  readonly files: ReadonlyMap<string, string>;
}

class Assembler {
  private parts = 0;

  constructor(
    private readonly document: Document,
    private readonly beside: Beside,
  ) {}

  template(root: MapNode): MapNode {
    const transform = root.entries.get('Transform');
    const listed =
      transform?.value.kind === 'seq' ? transform.value.items : transform === undefined ? [] : [transform.value];
    const parts = new Map(listed.map((each) => [each, this.sectionsIn(each)] as const));
    const left = listed.filter((each) => parts.get(each) === undefined);
    const whole = [...parts.values()].reduce<MapNode>(
      (merged, part) => withSections(merged, part),
      this.wholeMap(root),
    );
    if (transform === undefined || left.length === listed.length) return whole;
    const entries = new Map(whole.entries);
    entries.set('Transform', { key: transform.key, value: { kind: 'seq', start: transform.value.start, items: left } });
    return { ...whole, entries };
  }

  private sectionsIn(transform: TemplateNode): MapNode | undefined {
    const file = includedFile(transform);
    const part = file === undefined ? undefined : this.part(file);
    return part?.kind === 'map' ? part : undefined;
  }

  private whole(node: TemplateNode): TemplateNode {
    if (node.kind === 'scalar') return node;
    if (node.kind === 'seq') {
      const items = node.items.map((item) => this.whole(item));
      return items.every((item, index) => item === node.items[index]) ? node : { ...node, items };
    }
    return this.included(this.defined(this.wholeMap(node)));
  }

  private wholeMap(node: MapNode): MapNode {
    let changed: Map<string, MapEntry> | undefined;
    for (const [name, { key, value }] of node.entries) {
      const next = this.whole(value);
      if (next === value) continue;
      changed ??= new Map(node.entries);
      changed.set(name, { key, value: next });
    }
    return changed === undefined ? node : { ...node, entries: changed };
  }

  private defined(node: MapNode): MapNode {
    const file = definitionFile(node);
    const properties = node.entries.get('Properties');
    const definition = file === undefined ? undefined : this.part(file);
    if (properties?.value.kind !== 'map' || definition === undefined) return node;
    const entries = new Map(properties.value.entries);
    const name = DEFINITION_FILES.get(textAt(node, 'Type') ?? '') ?? '';
    const key = entries.get(name)?.key ?? properties.key;
    entries.delete(name);
    entries.set('Definition', { key: { ...key, text: 'Definition', value: 'Definition' }, value: definition });
    const value: MapNode = { ...properties.value, entries };
    return { ...node, entries: new Map([...node.entries, ['Properties', { key: properties.key, value }]]) };
  }

  /** AWS: what is taken in stands beside what the map has of its own. */
  private included(node: MapNode): TemplateNode {
    const file = includedFile(node.entries.get('Fn::Transform')?.value);
    const part = file === undefined ? undefined : this.part(file);
    if (part === undefined) return node;
    const own = [...node.entries].filter(([name]) => name !== 'Fn::Transform');
    if (part.kind !== 'map') return own.length === 0 ? part : node;
    return { ...node, entries: new Map([...part.entries, ...own]) };
  }

  private part(location: string): TemplateNode | undefined {
    const { file, owner } = this.document;
    const path = pathBeside(file, location);
    const text = this.beside.files.get(path);
    this.parts += 1;
    return text === undefined || this.parts > MAX_PARTS
      ? undefined
      : this.beside.documents.part({ file: path, owner, text });
  }
}

/** Sections that both have hold what either has; the template's own wins. */
function withSections(root: MapNode, part: MapNode | undefined): MapNode {
  if (part === undefined) return root;
  const entries = new Map(root.entries);
  for (const [name, entry] of part.entries) {
    const own = entries.get(name);
    const [inner, outer] = [entry.value, own?.value];
    if (own === undefined) entries.set(name, entry);
    else if (inner.kind === 'map' && outer?.kind === 'map')
      entries.set(name, { key: own.key, value: { ...outer, entries: new Map([...inner.entries, ...outer.entries]) } });
  }
  return { ...root, entries };
}

function definitionFile(resource: MapNode): string | undefined {
  const properties = mapAt(resource, 'Properties');
  const name = DEFINITION_FILES.get(textAt(resource, 'Type') ?? '');
  const isWritten =
    properties?.entries.has('Definition') === true || properties?.entries.has('DefinitionString') === true;
  return name === undefined || isWritten ? undefined : localPath(textAt(properties, name));
}

function includedFile(transform: TemplateNode | undefined): string | undefined {
  if (transform?.kind !== 'map' || transformName(transform) !== INCLUDE) return undefined;
  return localPath(textAt(mapAt(transform, 'Parameters'), 'Location'));
}

function localPath(location: string | undefined): string | undefined {
  return location === undefined || isElsewhere(location) ? undefined : location;
}
