import { NO_FACTS } from '#core/facts/facts';
import { expandForEach } from '#core/intrinsics/expand-for-each';
import { resolveTemplate } from '#core/intrinsics/resolve-template';
import type { Environment, ResolvedTemplate } from '#core/intrinsics/resolved-template';
import { arnOf, refOf } from '#core/intrinsics/resource-attributes';
import { parseTemplate } from '#core/template/parse-template';
import type { Value } from '#core/value/value';
import fc from 'fast-check';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolution } from './resolved';

const NOWHERE: Environment = { parameters: new Map() };
const range = (length: number): readonly number[] => Array.from({ length }, (_, index) => index);
const lines = (length: number, line: (index: number) => string): string => range(length).map(line).join('\n');
const oneValue = (value: string): string => `Resources:\n  A: { Type: T, Properties: { V: ${value} } }\n`;

describe('hostile templates', () => {
  const open = 'Parameters: { P: { Type: String } }\nConditions: { C: !Equals [!Ref P, x], O: !Not [!Condition O] }\n';

  it.each([
    [
      'names that double',
      `Resources:\n${lines(400, (i) => `  A${i}: { Type: AWS::SQS::Queue, Properties: { QueueName: !Sub 'xxxxxxxx\${A${i + 1}.QueueName}\${A${i + 1}.QueueName}' } }`)}\n  A400: { Type: AWS::SQS::Queue }`,
    ],
    [
      'a chain of names',
      `Resources:\n${lines(500, (i) => `  A${i}: { Type: AWS::SQS::Queue, Properties: { QueueName: !GetAtt A${i + 1}.QueueName } }`)}\n  A500: { Type: AWS::SQS::Queue }`,
    ],
    [
      'a chain of conditions',
      `Parameters: { P: { Type: String } }\nConditions:\n${lines(5_000, (i) => `  C${i}: !Or [!Condition C${i + 1}, !Condition C${i + 1}]`)}\n  C5000: !Equals [!Ref P, x]\nResources: { A: { Type: T, Condition: C0 } }`,
    ],
    [
      'a cycle of conditions',
      `Conditions:\n${lines(5_000, (i) => `  C${i}: !Not [!Condition C${(i + 1) % 5_000}]`)}\nResources: { A: { Type: T, Condition: C0 } }`,
    ],
    [
      'open conditions',
      `Parameters:\n${lines(300, (i) => `  P${i}: { Type: String }`)}\nConditions:\n${lines(300, (i) => `  C${i}: !Equals [!Ref P${i}, x]`)}\nResources:\n${lines(300, (i) => `  A${i}: { Type: T, Condition: C${i} }`)}`,
    ],
    [
      'a wide condition',
      `Parameters:\n${lines(300, (i) => `  P${i}: { Type: String }`)}\nConditions: { C: !And [${lines(300, (i) => `!Equals [!Ref P${i}, x],`).replaceAll('\n', ' ')}] }\nResources: { A: { Type: T, Condition: C } }`,
    ],
    [
      'a long text',
      `Parameters: { P: { Type: String, Default: ${'x'.repeat(4_000)} } }\n${oneValue(`!Sub '${'${P}'.repeat(200_000)}'`)}`,
    ],
    [
      'a mapping used often',
      `Mappings: { M: { a: { b: [${'x,'.repeat(5_000)}] } } }\n${oneValue(`[${'!FindInMap [M, a, b],'.repeat(10_000)}]`)}`,
    ],
    ['branches in branches', `${open}${oneValue(`${'!If [O, !If [C, a, b], '.repeat(45)}b${']'.repeat(45)}`)}`],
    ['JSON in JSON', oneValue(`${'{Fn::ToJsonString: {a: '.repeat(40)}'"\\'${'}}'.repeat(40)}`)],
    ['references that never end', oneValue(`"${'{{resolve:'.repeat(90_000)}"`)],
    ['splits', oneValue(`[${`!Select [0, !Split [a, '${'a'.repeat(9_000)}']],`.repeat(100)}]`)],
    [
      'loops in loops',
      `Transform: AWS::LanguageExtensions\nResources: {${range(8)
        .map((i) => `Fn::ForEach::L${i}: [I${i}, [a,b,c,d,e,f,g,h,i,j,k,l], {`)
        .join(' ')}'A\${I0}\${I1}\${I2}\${I3}\${I4}\${I5}': { Type: T }${'}]'.repeat(8)}}`,
    ],
    [
      'a loop over much',
      `Transform: AWS::LanguageExtensions\nResources: {Fn::ForEach::L: [I, [${'a,'.repeat(30_000)}], {'A\${I}': { Type: T, Properties: { V: [${'b,'.repeat(30_000)}] } } }]}`,
    ],
  ])('with %s are resolved in bounded time', (_, source) => {
    const before = process.cpuUsage();

    expect(resolution(source).scenarios.length).toBeGreaterThan(0);
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(2_000); // of this process, collecting garbage included
  });

  it('say so where they expand beyond all use', () => {
    const source = `Mappings: { M: { a: { b: [${'x,'.repeat(5_000)}] } } }\n${oneValue(`[${'!FindInMap [M, a, b],'.repeat(1_000)}]`)}`;

    expect(resolution(source).problems.map(({ message }) => message)).toEqual([
      'template expands to far more than it says',
    ]);
  });
});

describe('any template', () => {
  const word = fc.constantFrom(
    'A',
    'B',
    'P',
    'M',
    'C',
    'a',
    '0',
    '1',
    '-',
    '',
    'AWS::Region',
    'AWS::NoValue',
    '${A.Arn}',
    '${P}-${',
    '{{resolve:ssm:x}}',
  );
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      word,
      fc.constantFrom(null, true, 3),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(word, tie('value'), { maxKeys: 3 }),
      fc
        .tuple(
          fc.constantFrom(
            'Ref',
            'Condition',
            ...'Sub Join Split Select GetAtt FindInMap If Not Equals And Or Base64 Cidr'.split(' '),
            ...'GetAZs ImportValue Length ToJsonString Transform ForEach::X Nope'.split(' '),
          ),
          fc.oneof(fc.array(tie('value'), { maxLength: 4 }), tie('value')),
        )
        .map(([name, argument]) => ({ [name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`]: argument })),
    ),
  }));
  const template = fc.record({
    Parameters: fc.dictionary(word, value, { maxKeys: 2 }).map((more) => ({ P: { Type: 'String' }, ...more })),
    Mappings: fc.dictionary(word, value, { maxKeys: 2 }),
    Conditions: fc.dictionary(fc.constantFrom('C', 'A', 'B'), value, { maxKeys: 3 }),
    Resources: fc.tuple(value, value, value).map(([first, second, third]) => ({
      A: { Type: 'AWS::S3::Bucket', Condition: 'C', Properties: { BucketName: first } },
      B: { Type: 'AWS::Lambda::Alias', DependsOn: third, Properties: { FunctionName: second, Name: first } },
      X: third,
    })),
    Outputs: fc.dictionary(word, value, { maxKeys: 2 }),
    Metadata: value,
  });

  it('gives scenarios whose values keep the rules of texts, and never an exception', () => {
    fc.assert(
      fc.property(template, (document) => {
        const parsed = parseTemplate(JSON.stringify(document));
        if (parsed.template === undefined) return;
        const { root } = expandForEach(parsed.template.root, NOWHERE, NO_FACTS);
        const { scenarios } = resolveTemplate(root, NOWHERE);

        expect(scenarios.length).toBeGreaterThan(0);
        expect(scenarios.flatMap(faultsOf)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

/** Texts with neighbouring or empty string parts, which would make equal texts look different. */
function faultsOf(scenario: ResolvedTemplate): readonly string[] {
  const faults: string[] = [];
  const visit = (value: Value | undefined): void => {
    if (value?.kind === 'list') value.items.forEach(visit);
    if (value?.kind === 'map') value.entries.forEach(visit);
    if (value?.kind !== 'text') return;
    value.text.forEach((part, index) => {
      if (part === '') faults.push('empty part');
      if (typeof part === 'string' && typeof value.text[index - 1] === 'string') faults.push('neighbouring parts');
    });
  };
  for (const resource of scenario.resources.values()) {
    visit(resource.properties);
    visit(resource.metadata);
    refOf(resource, scenario.place);
    arnOf(resource, scenario.place);
  }
  scenario.outputs.forEach(visit);
  return faults;
}

const FOLDERS = ['../shared/corpus/as-written', '../shared/corpus/templates/orig'];
const present = FOLDERS.filter((folder) => existsSync(folder));
if (present.length === 0) console.warn(`SKIPPED: published templates are not at ${FOLDERS.join(', ')}`);

(present.length === 0 ? describe.skip : describe)('published templates', () => {
  it.each(present)('of %s are read without a fault of ours', (folder) => {
    const results = readdirSync(folder).map((file) => {
      const before = process.cpuUsage().user;
      const { template, problems } = parseTemplate(readFileSync(join(folder, file), 'utf8'));
      const scenarios =
        template === undefined
          ? []
          : resolveTemplate(expandForEach(template.root, NOWHERE, NO_FACTS).root, NOWHERE).scenarios;
      const fatal = problems.filter((problem) => problem.fatal).map(({ message }) => `${file}: ${message}`);
      return {
        file,
        fatal,
        faults: scenarios.flatMap(faultsOf),
        milliseconds: (process.cpuUsage().user - before) / 1000,
      };
    });

    expect(results.length).toBeGreaterThan(400);
    expect(results.flatMap(({ fatal }) => fatal)).toEqual([]);
    expect(results.flatMap(({ faults }) => faults)).toEqual([]);
    expect(results.filter(({ milliseconds }) => milliseconds > 1_000)).toEqual([]);
  });
});
