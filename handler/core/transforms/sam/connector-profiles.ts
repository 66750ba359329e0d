import type { ScalarNode, TemplateNode } from '#core/template/node';
import { draftNode, sub, type Draft } from '../draft';

type Values = ReadonlyMap<string, Draft>;

/** A profile with its variables (`%{Source.Arn}`) replaced; a variable without a value stays. */
export function fillProfile(node: TemplateNode, source: Values, destination: Values): TemplateNode {
  const values = new Map([
    ...[...source].map(([name, value]) => [`Source.${name}`, value] as const),
    ...[...destination].map(([name, value]) => [`Destination.${name}`, value] as const),
  ]);
  return fill(node, values);
}

function fill(node: TemplateNode, values: Values): TemplateNode {
  switch (node.kind) {
    case 'scalar':
      return typeof node.value === 'string' ? fillText(node, values) : node;
    case 'seq':
      return { ...node, items: node.items.map((item) => fill(item, values)) };
    case 'map':
      return {
        ...node,
        entries: new Map(
          [...node.entries].map(([key, entry]) => [key, { ...entry, value: fill(entry.value, values) }]),
        ),
      };
  }
}

function fillText(node: ScalarNode, values: Values): TemplateNode {
  const variables = new Map<string, Draft>();
  let { text } = node;
  for (const [name, value] of values) {
    const variable = `%{${name}}`;
    if (node.text === variable) return draftNode(value, node);
    if (!text.includes(variable)) continue;
    const short = name.replace('.', '');
    text = text.replaceAll(variable, `\${${short}}`);
    variables.set(short, value);
  }
  if (!text.includes('${')) return node;
  return draftNode(variables.size === 0 ? sub(text) : { 'Fn::Sub': [text, variables] }, node);
}

/** False where a variable of the profile has no value. */
export function isFilled(node: TemplateNode): boolean {
  switch (node.kind) {
    case 'scalar':
      return !node.text.includes('%{');
    case 'seq':
      return node.items.every(isFilled);
    case 'map':
      return [...node.entries.values()].every(({ value }) => isFilled(value));
  }
}
