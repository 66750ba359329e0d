import type { TemplateNode } from '#core/template/node';
import { itemsOf, stringOf } from '../node-reading';

type References = ReadonlyMap<string, string>;

/** Replaces references to what SAM made of a resource, such as `!Ref Function.Alias` or `${Api.Stage}`, by the ids these have. */
export function resolveReferences(node: TemplateNode, references: References): TemplateNode {
  if (references.size === 0) return node;
  switch (node.kind) {
    case 'scalar':
      return node;
    case 'seq':
      return { ...node, items: node.items.map((item) => resolveReferences(item, references)) };
    case 'map':
      return {
        ...node,
        entries: new Map(
          [...node.entries].map(([key, entry]) => [
            key,
            { ...entry, value: replaced(key, resolveReferences(entry.value, references), references) },
          ]),
        ),
      };
  }
}

function replaced(key: string, argument: TemplateNode, references: References): TemplateNode {
  switch (key) {
    case 'Ref':
      return renamed(argument, references.get(stringOf(argument) ?? ''));
    case 'Fn::GetAtt':
      return replacedAttribute(argument, references);
    case 'Fn::Sub':
      return replacedText(argument, references);
    default:
      return argument;
  }
}

function renamed(node: TemplateNode, name: string | undefined): TemplateNode {
  return name === undefined || node.kind !== 'scalar' ? node : { ...node, text: name, value: name };
}

/** `[Function.Alias, Arn]`, or the same with the property apart. */
function replacedAttribute(argument: TemplateNode, references: References): TemplateNode {
  if (argument.kind !== 'seq') return argument;
  const [first, ...others] = argument.items;
  const whole = references.get(stringOf(first) ?? '');
  if (first !== undefined && whole !== undefined) return { ...argument, items: [renamed(first, whole), ...others] };
  const [property, ...attribute] = (stringOf(others[0]) ?? '').split('.');
  const name = references.get(`${stringOf(first) ?? ''}.${property ?? ''}`);
  const last = others[0];
  if (first === undefined || last === undefined || name === undefined || attribute.length === 0) return argument;
  return { ...argument, items: [renamed(first, name), renamed(last, attribute.join('.'))] };
}

function replacedText(argument: TemplateNode, references: References): TemplateNode {
  if (argument.kind === 'scalar') return renamed(argument, substituted(argument.text, references));
  const [text, ...others] = itemsOf(argument);
  if (argument.kind !== 'seq' || text === undefined) return argument;
  return { ...argument, items: [renamed(text, substituted(stringOf(text) ?? '', references)), ...others] };
}

function substituted(text: string, references: References): string {
  return text.replace(
    /\$\{([A-Za-z0-9]+\.[A-Za-z0-9]+)(\.[A-Za-z0-9.]+)?\}/g,
    (whole, name: string, attribute?: string) => {
      const target = references.get(name);
      return target === undefined ? whole : `\${${target}${attribute ?? ''}}`;
    },
  );
}
