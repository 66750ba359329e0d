import type { TemplateNode } from '#core/template/node';
import { parseTemplate } from '#core/template/parse-template';
import fc from 'fast-check';
import { parse } from 'yaml';

describe('hostile text', () => {
  const bomb = ['a0: &a0 [x,x,x,x,x,x,x,x,x]'];
  for (let level = 1; level < 12; level += 1) bomb.push(`a${level}: &a${level} [${`*a${level - 1},`.repeat(9)}]`);
  const tower = Array.from(
    { length: 60 },
    (_, level) => `a${level}: &a${level} ${'['.repeat(60)}*a${level - 1}${']'.repeat(60)}`,
  );

  it.each([
    ['brackets', '['.repeat(100_000), 'nested more than 100 levels'],
    ['JSON objects', '{"a":'.repeat(100_000), 'nested more than 100 levels'],
    ['block sequences', '- '.repeat(100_000), 'nested more than 100 levels'],
    ['block mappings', Array.from({ length: 1_000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'), 'nested more'],
    ['explicit keys', '? '.repeat(100_000), 'nested more than 100 levels'],
    ['an alias bomb', bomb.join('\n'), 'expands to more than 200000 nodes'],
    ['a tower of aliases', `a-1: &a-1 x\n${tower.join('\n')}`, 'nested more than 100 levels'],
    ['many aliases', `a: &a x\nb: [${'*a,'.repeat(2_000)}]`, 'more than 1000 YAML aliases'],
    ['many nodes', `a: [${'b,'.repeat(300_000)}]`, 'expands to more than 200000 nodes'],
    ['a line for every node', `A:\n  B: [\n${'{a:\nb},\n'.repeat(80_000)}]`, 'still open'],
    ['two megabytes', 'x'.repeat(2_000_000), 'larger than 1048576 bytes'],
    ['a megabyte of two-byte letters', `a: ${'é'.repeat(600_000)}`, 'larger than 1048576 bytes'],
  ])('made of %s is refused within a second', (_, source, message) => {
    const before = process.cpuUsage();
    const { template, problems } = parseTemplate(source);

    expect(template).toBeUndefined();
    expect(problems.filter(({ fatal }) => fatal).map((problem) => problem.message)).toEqual([
      expect.stringContaining(message),
    ]);
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(1_000); // of this process: others may be busy too
  });

  it('of any kind gives a result, never an exception', () => {
    const pieces = fc.constantFrom(
      ...['Resources', ':', ' ', '\n', '- ', '{', '}', '[', ']', ',', '&a', '*a', '!Sub', '!', '|', '>', '"', "'", '#'],
      ...['?', '<<', 'Type', '\t', '%', '---', '\\', '\r', '\ufeff', '\ud800'],
    );
    const text = fc.oneof(
      fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join('')),
      fc.string(),
    );

    fc.assert(
      fc.property(text, (source) => {
        const { template, problems } = parseTemplate(source);

        expect(template === undefined).toBe(problems.some(({ fatal }) => fatal));
      }),
      { numRuns: 200 },
    );
  });
});

describe('another parser', () => {
  const json = fc
    .jsonValue({ maxDepth: 6 })
    .map((value) => ({ Resources: { A: { Type: 'T', Properties: { P: value } } } }));

  it('of JSON reads the same', () => {
    fc.assert(
      fc.property(json, fc.constantFrom(0, 2, '\t'), (document, indent) => {
        const source = JSON.stringify(document, undefined, indent);

        expect(tree(parseTemplate(source).template?.root)).toEqual(JSON.parse(source));
      }),
      { numRuns: 200 },
    );
  });

  it('of YAML reads the same', () => {
    fc.assert(
      fc.property(yamlNode, (node) => {
        const source = `Resources:\n  A:\n    Type: T\n    Properties:\n      P:${node(8)}\n`;

        expect(tree(parseTemplate(source).template?.root)).toEqual(parse(source));
      }),
      { numRuns: 200 },
    );
  });
});

type Writer = (indent: number) => string;
const word = fc.constantFrom('a', 'bc', 'true', '12', 'x y', 'arn:aws:s3:::b/*', '${A}', "it's", 'null', '-1.5', 'é#1');
const scalar = fc.oneof(
  word.map(
    (text): Writer =>
      () =>
        ` ${text}`,
  ),
  word.map(
    (text): Writer =>
      () =>
        ` '${text.replaceAll("'", "''")}'`,
  ),
  word.map(
    (text): Writer =>
      () =>
        ` "${text}" # comment`,
  ),
  fc.array(word, { minLength: 1, maxLength: 3 }).map(
    (lines): Writer =>
      (indent) =>
        ` |\n${block(lines, indent)}`,
  ),
  fc.array(word, { minLength: 1, maxLength: 3 }).map(
    (lines): Writer =>
      (indent) =>
        ` >-\n${block(lines, indent)}`,
  ),
);
function block(lines: readonly string[], indent: number): string {
  return lines.map((line) => `${' '.repeat(indent)}${line}`).join('\n');
}
const { node: yamlNode } = fc.letrec<{ node: Writer }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('node'), { minLength: 1, maxLength: 4 }).map(
      (items): Writer =>
        (indent) =>
          items.map((item) => `\n${' '.repeat(indent)}-${item(indent + 2)}`).join(''),
    ),
    fc
      .uniqueArray(fc.tuple(fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,5}$/), tie('node')), {
        minLength: 1,
        maxLength: 4,
        selector: ([key]) => key,
      })
      .map(
        (entries): Writer =>
          (indent) =>
            entries.map(([key, value]) => `\n${' '.repeat(indent)}${key}:${value(indent + 2)}`).join(''),
      ),
  ),
}));

/** As plain JSON; own keys only, so that `__proto__` is compared too. */
function tree(node: TemplateNode | undefined): unknown {
  switch (node?.kind) {
    case undefined:
      return undefined;
    case 'scalar':
      return node.value;
    case 'seq':
      return node.items.map(tree);
    case 'map':
      return Object.fromEntries([...node.entries].map(([key, { value }]) => [key, tree(value)]));
  }
}
