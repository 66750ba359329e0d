import { Document, isMap as isYamlMap, isScalar, isSeq, visit, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Json } from '../transforms/json-template';
import { isList, isMap, type JsonMap } from './plain-fixture';

/** The template with its texts and references in other words, where `swap` says so: the values stay what they are. */
export function respelt(json: Json, swap: () => boolean): Json {
  if (isList(json)) return json.map((item) => respelt(item, swap));
  if (!isMap(json)) return json;
  const inside = Object.fromEntries(Object.entries(json).map(([key, value]) => [key, respelt(value, swap)]));
  const [name, ...others] = Object.keys(inside);
  const other = name === undefined || others.length > 0 ? undefined : OTHERWISE[name]?.(inside[name]);
  return other !== undefined && swap() ? other : inside;
}

const OTHERWISE: Readonly<Record<string, (argument: Json | undefined) => Json | undefined>> = {
  'Fn::Sub': joinOf,
  'Fn::Join': subOf,
  'Fn::GetAtt': attributeOf,
};

function attributeOf(argument: Json | undefined): Json | undefined {
  if (typeof argument === 'string') return { 'Fn::GetAtt': splitAttribute(argument) };
  const [name, attribute, ...others] = isList(argument) ? argument : [];
  if (typeof name !== 'string' || typeof attribute !== 'string' || others.length > 0) return undefined;
  return { 'Fn::GetAtt': `${name}.${attribute}` };
}

/** A resource's name holds no dot, an attribute's may. */
function splitAttribute(name: string): readonly string[] {
  const dot = name.indexOf('.');
  return [name.slice(0, dot), name.slice(dot + 1)];
}

function joinOf(argument: Json | undefined): Json | undefined {
  const [text, given] = isList(argument) ? argument : [argument, {}];
  if (typeof text !== 'string' || !isMap(given)) return undefined;
  const parts = text.split(/(\$\{[^}]*\})/u).filter((part) => part !== '');
  return { 'Fn::Join': ['', parts.map((part) => valueOf(part, new Map(Object.entries(given))))] };
}

function valueOf(part: string, given: ReadonlyMap<string, Json>): Json {
  if (!/^\$\{.*\}$/u.test(part)) return part;
  const name = part.slice(2, -1);
  return name.startsWith('!') ? `\${${name.slice(1)}}` : (given.get(name) ?? referenceTo(name));
}

function referenceTo(name: string): Json {
  return name.includes('.') ? { 'Fn::GetAtt': splitAttribute(name) } : { Ref: name };
}

function subOf(argument: Json | undefined): Json | undefined {
  const [separator, items] = isList(argument) ? argument : [];
  if (typeof separator !== 'string' || !isList(items) || items.length === 0) return undefined;
  const parts = items.map(placeholderOf);
  if (parts.some((part) => part === undefined)) return undefined;
  return { 'Fn::Sub': parts.join(literally(separator)) };
}

function placeholderOf(item: Json): string | undefined {
  if (typeof item === 'string') return literally(item);
  if (!isMap(item) || Object.keys(item).length !== 1) return undefined;
  const { Ref: ref, 'Fn::GetAtt': attribute } = item;
  if (typeof ref === 'string') return ref === 'AWS::NoValue' ? undefined : `\${${ref}}`;
  const parts = isList(attribute) ? attribute : [attribute];
  return parts.every((part) => typeof part === 'string') ? `\${${parts.join('.')}}` : undefined;
}

function literally(text: string): string {
  return text.replaceAll('${', '${!');
}

/** YAML with short forms: `!Sub`, `!GetAtt A.B`. */
export function shortForms(template: JsonMap): string {
  const document = new Document(template, { aliasDuplicateObjects: false });
  visit(document, {
    Map: (_, node) => {
      const name = calledBy(node);
      const argument = node.items[0]?.value;
      if (name === undefined || !mayBeTagged(argument)) return undefined;
      argument.tag = `!${name.replace('Fn::', '')}`;
      return argument;
    },
  });
  return document.toString({ lineWidth: 0 });
}

/** `Fn::Ref` is no function, but `!Ref` is. */
const NO_SHORT_FORM: ReadonlySet<string> = new Set(['Fn::Transform', 'Fn::Ref']);

/** The function that a map of one entry calls; those without a short form are left out. */
function calledBy({ items: [pair, ...others] }: YAMLMap): string | undefined {
  const name = pair !== undefined && others.length === 0 && isScalar(pair.key) ? String(pair.key.value) : '';
  const isFunction = /^Fn::[A-Za-z0-9]+$/u.test(name) && !NO_SHORT_FORM.has(name);
  return isFunction || name === 'Ref' ? name : undefined;
}

/** A short form cannot stand right before another. */
function mayBeTagged(node: unknown): node is YAMLSeq | YAMLMap | Scalar {
  if (isScalar(node)) return typeof node.value === 'string';
  return isSeq(node) || (isYamlMap(node) && calledBy(node) === undefined);
}
