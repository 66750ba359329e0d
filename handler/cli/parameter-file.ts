import { buildTree } from '#core/template/build-tree';
import type { MapNode, TemplateNode } from '#core/template/node';
import { positionAt } from '#core/template/position';
import { InputError } from './command';

type Pair = readonly [name: string, value: string | readonly string[]];

const FORMS =
  'use `[{ "ParameterKey": "Name", "ParameterValue": "value" }]`, `["Name=value"]`, `{ "Parameters": { "Name": "value" } }`, or lines of `Name=value`';
const LINE = /^\s*([A-Za-z0-9]+)=(.*)$/u;

/**
 * The file formats of AWS's tools, in JSON or YAML: a list of keys and values, a list of `key=value`, or an object, alone or
 * under `Parameters`; and plain lines of `key=value`.
 */
export function parameterPairs(text: string, source: string): readonly Pair[] {
  return linesOf(text) ?? new ParameterFile(text, source).pairs();
}

function linesOf(text: string): readonly Pair[] | undefined {
  const lines = text.split(/\r?\n/u).filter((line) => line.trim() !== '' && !line.trim().startsWith('#'));
  const matches = lines.map((line) => LINE.exec(line));
  if (lines.length === 0 || matches.includes(null)) return undefined;
  return matches.map((match) => [match?.[1] ?? '', (match?.[2] ?? '').trim()]);
}

class ParameterFile {
  constructor(
    private readonly text: string,
    private readonly source: string,
  ) {}

  pairs(): readonly Pair[] {
    const { documents, problems } = buildTree(this.text);
    const [broken] = problems.filter(({ fatal }) => fatal);
    if (broken !== undefined) this.fail(broken.start, broken.message.replace('template', 'parameter file'));
    const [root] = documents;
    if (root?.kind === 'seq') return root.items.map((item) => this.pairOfItem(item));
    if (root?.kind !== 'map') return this.fail(0, 'not a parameter file');
    const parameters = root.entries.get('Parameters')?.value;
    return this.pairsOf(parameters?.kind === 'map' ? parameters : root);
  }

  private pairsOf({ entries }: MapNode): readonly Pair[] {
    return [...entries].map(([name, { value }]) => [name, this.valueOf(value, name)]);
  }

  private pairOfItem(item: TemplateNode): Pair {
    const pair = item.kind === 'scalar' && typeof item.value === 'string' ? LINE.exec(item.text) : null;
    if (pair !== null) return [pair[1] ?? '', pair[2] ?? ''];
    const name = item.kind === 'map' ? item.entries.get('ParameterKey')?.value : undefined;
    const value = item.kind === 'map' ? item.entries.get('ParameterValue')?.value : undefined;
    if (name?.kind !== 'scalar' || value === undefined)
      return this.fail(
        item.start,
        'not a parameter: neither `Name=value` nor a `ParameterKey` with a `ParameterValue`',
      );
    return [name.text, this.valueOf(value, name.text)];
  }

  /** As written: a version `1.0` is no number. */
  private valueOf(node: TemplateNode, name: string): string | readonly string[] {
    if (node.kind === 'scalar' && node.value !== null) return node.text;
    if (node.kind !== 'seq')
      return this.fail(node.start, `the value of \`${name}\` is neither a text nor a list of texts`);
    return node.items.map((item) =>
      item.kind === 'scalar' && item.value !== null
        ? item.text
        : this.fail(item.start, `\`${name}\` lists what is no text`),
    );
  }

  private fail(start: number, message: string): never {
    const { line, column } = positionAt(this.text)(start);
    throw new InputError(`${this.source}:${line}:${column}: ${message}`, FORMS);
  }
}
