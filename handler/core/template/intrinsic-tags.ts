import type { MapNode, Scalar, ScalarNode, TemplateNode } from './node';

/** Keys of the functions that CloudFormation knows, language extensions and rule functions included. */
const FUNCTIONS: ReadonlySet<string> = new Set(
  [
    'And Base64 Cidr Contains EachMemberEquals EachMemberIn Equals FindInMap ForEach GetAtt GetAZs GetStackOutput If',
    'ImportValue Join Length Not Or RefAll Select Split Sub ToJsonString Transform ValueOf ValueOfAll',
  ]
    .join(' ')
    .split(' '),
);
const BARE: ReadonlySet<string> = new Set(['Ref', 'Condition']);
const YAML_TAG = 'tag:yaml.org,2002:';

export interface Tag {
  readonly text: string;
  readonly start: number;
}
export interface Tagged {
  readonly node: TemplateNode;
  /** Why CloudFormation would not take this tag, if it would not. */
  readonly complaint?: string;
}

/** Reads a node under its tag: `!Sub x` becomes `{ "Fn::Sub": x }`, an unknown tag an unknown function, never nothing. */
export function spellLong(tag: Tag, node: TemplateNode): Tagged {
  const yamlName = yamlTagName(tag.text);
  if (yamlName !== undefined) return readYamlTag(yamlName, node);
  const name = tag.text.slice(1);
  const known = BARE.has(name) || FUNCTIONS.has(name);
  const value = name === 'GetAtt' ? splitAttribute(node) : node;
  const wrapped = wrap(BARE.has(name) ? name : `Fn::${name}`, value, tag.start);
  return known
    ? { node: wrapped }
    : { node: wrapped, complaint: `tag \`${tag.text}\` is not a CloudFormation function` };
}

/** `str` for `!!str`, `!` and `!<tag:yaml.org,2002:str>`; nothing for tags of one's own. */
function yamlTagName(tag: string): string | undefined {
  if (tag === '!') return 'str';
  if (tag.startsWith('!!')) return tag.slice(2);
  return tag.startsWith(`!<${YAML_TAG}`) ? tag.slice(2 + YAML_TAG.length, -1) : undefined;
}

function readYamlTag(name: string, node: TemplateNode): Tagged {
  switch (name) {
    case 'str':
      return { node: node.kind === 'scalar' ? { ...node, value: node.text } : node };
    case 'int':
    case 'float':
    case 'bool':
    case 'null':
      return { node: node.kind === 'scalar' ? { ...node, value: plainScalar(node.text) } : node };
    case 'map':
    case 'seq':
      return { node };
    default:
      return { node, complaint: `YAML tag \`!!${name}\` is not supported by CloudFormation` };
  }
}

/** AWS: the short form cuts at the first dot, for attributes such as `Outputs.Name` have dots of their own. */
function splitAttribute(node: TemplateNode): TemplateNode {
  if (node.kind !== 'scalar') return node;
  const dot = node.text.indexOf('.');
  if (dot < 0) return node;
  const part = (text: string, start: number): ScalarNode => ({ kind: 'scalar', text, value: text, start });
  const attribute = part(node.text.slice(dot + 1), node.start + dot + 1);
  return { kind: 'seq', items: [part(node.text.slice(0, dot), node.start), attribute], start: node.start };
}

function wrap(name: string, value: TemplateNode, start: number): MapNode {
  const key: ScalarNode = { kind: 'scalar', text: name, value: name, start };
  return { kind: 'map', start, entries: new Map([[name, { key, value }]]) };
}

// A leading zero is no number: an account id such as 012345678901 stays what it is.
const NUMBER = /^[-+]?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?$/;
const WORDS: ReadonlyMap<string, Scalar> = new Map<string, Scalar>([
  ...['', '~', 'null', 'Null', 'NULL'].map((word): [string, Scalar] => [word, null]),
  ...['true', 'True', 'TRUE'].map((word): [string, Scalar] => [word, true]),
  ...['false', 'False', 'FALSE'].map((word): [string, Scalar] => [word, false]),
]);

/** What YAML's core schema makes of an unquoted scalar; `Yes`, `on`, `0777`, `22:22` and dates stay text. */
export function plainScalar(text: string): Scalar {
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  return NUMBER.test(text) ? Number(text) : text;
}
