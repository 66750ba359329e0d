import { TemplateFile, TemplateModel, type ResolvedValue } from '@aws/cloudformation-validate';
import fc from 'fast-check';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Json } from '../transforms/json-template';
import { CORPUS, hasCorpus, translatedFiles } from '../transforms/corpus';
import { resolution, resolved, resourceOf, shown } from './resolved';

// Compares what we make of intrinsic functions with an independent reading, AWS's own validator, wherever that knows a value.
// It takes the region for `us-east-1` and shows both branches of `Fn::If`. Left out: `Fn::Cidr` and `Fn::GetAZs`, which we
// leave open (it takes every account to have the same zones), and numbers in `Fn::ToJsonString`, see `plain`.

const DECLARATIONS = {
  Parameters: {
    Env: { Type: 'String', Default: 'dev' },
    Index: { Type: 'Number', Default: 1 },
    Names: { Type: 'CommaDelimitedList', Default: 'red, green ,blue' },
    Blank: { Type: 'String', Default: '' },
  },
  Mappings: {
    Sizes: { dev: { Small: 's', List: ['p', 'q', 'r'] }, 'us-east-1': { Small: 'east', List: ['x', 'y', 'z'] } },
  },
  Conditions: {
    IsDev: { 'Fn::Equals': [{ Ref: 'Env' }, 'dev'] },
    IsProd: { 'Fn::Not': [{ Condition: 'IsDev' }] },
  },
};
const folder = mkdtempSync(join(tmpdir(), 'second-reading-'));
const file = join(folder, 'template.json');

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** What it takes for given. */
const PLACE = { region: 'us-east-1', account: '123456789012', stackName: 'teststack' };

const NOT_TOLD = Symbol('not told');
type Told = string | null | readonly Told[] | { readonly [key: string]: Told } | typeof NOT_TOLD;

function theirs(value: ResolvedValue, holds: (condition: string) => boolean): Told {
  if ('Concrete' in value) return asText(value.Concrete.value);
  if ('List' in value)
    return listOf(value.List.items.map((item) => theirs(item, holds)).filter((item) => item !== null));
  if ('Map' in value) return mapOf(value.Map.entries.map((entry) => [entry.key, theirs(entry.value, holds)]));
  if (!('Conditional' in value)) return NOT_TOLD;
  const { condition, if_true: yes, if_false: no } = value.Conditional;
  return theirs(holds(condition) ? yes : no, holds);
}

function theirResources(file: string): ReadonlyMap<string, Readonly<Record<string, ResolvedValue>>> {
  const model = new TemplateModel(new TemplateFile(file));
  try {
    return new Map(Object.entries(model.resources()).map(([logicalId, { properties }]) => [logicalId, properties]));
  } finally {
    model.free();
  }
}

function listOf(items: readonly Told[]): Told {
  return items.includes(NOT_TOLD) ? NOT_TOLD : items;
}

function mapOf(entries: readonly (readonly [string, Told])[]): Told {
  const kept = entries.filter(([, value]) => value !== null);
  return kept.some(([, value]) => value === NOT_TOLD) ? NOT_TOLD : Object.fromEntries(kept);
}

/** Scalars as texts, for CloudFormation makes no difference; what is left out is `null`. */
function asText(json: unknown): Told {
  if (json === undefined || json === null) return null;
  if (Array.isArray(json)) return listOf(json.map(asText).filter((item) => item !== null));
  if (typeof json === 'object') return mapOf(Object.entries(json).map(([key, value]) => [key, asText(value)]));
  return typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean' ? String(json) : NOT_TOLD;
}

interface Both {
  readonly ours: Told;
  readonly theirs: Told;
}

/** What both make of the expressions, as properties of one resource. */
function bothOf(expressions: readonly Json[]): readonly Both[] {
  const properties = Object.fromEntries(expressions.map((each, index) => [`P${index}`, each]));
  const template = JSON.stringify({
    Transform: 'AWS::LanguageExtensions',
    ...DECLARATIONS,
    Resources: { R: { Type: 'Custom::Value', Properties: properties } },
  });
  const own = resourceOf(resolved(template, PLACE), 'R').properties;
  writeFileSync(file, template);
  const other = theirResources(file).get('R');
  return expressions.map((_, index) => {
    const value = other?.[`P${index}`];
    return {
      ours: asText(shown(own.entries.get(`P${index}`))),
      theirs: value === undefined ? null : theirs(value, (condition) => condition === 'IsDev'),
    };
  });
}

const literal = fc.constantFrom('a', 'b-c', '', 'x,y', '$x', '1', 7, true);
const name = fc.constantFrom('Env', 'Index', 'Blank', 'AWS::Region', 'AWS::Partition', 'AWS::URLSuffix');
const condition = fc.constantFrom('IsDev', 'IsProd');
const index = fc.constantFrom<Json>(0, 1, 2, '1', { Ref: 'Index' });
const mapKey = fc.constantFrom<Json>('dev', { Ref: 'Env' }, { Ref: 'AWS::Region' });

// It writes a Number parameter into JSON as a number; CloudFormation keeps parameters as texts.
const plain = fc.oneof(literal, fc.constantFrom<Json>({ Ref: 'Env' }, { Ref: 'Names' }, { 'Fn::Sub': 'to ${Env}' }));

const { text, list } = fc.letrec<{ text: Json; list: Json }>((tie) => ({
  text: fc.oneof(
    { maxDepth: 3 },
    literal,
    name.map((each) => ({ Ref: each })),
    fc.tuple(name, fc.constantFrom('end', '$')).map(([each, end]) => ({ 'Fn::Sub': `\${${each}}/\${!No}-${end}` })),
    tie('text').map((value) => ({ 'Fn::Sub': ['<${Value}>${Env}', { Value: value }] })),
    fc.tuple(fc.constantFrom('', '-', ','), tie('list')).map((parts) => ({ 'Fn::Join': parts })),
    fc.tuple(index, tie('list')).map((parts) => ({ 'Fn::Select': parts })),
    mapKey.map((key) => ({ 'Fn::FindInMap': ['Sizes', key, 'Small'] })),
    fc.tuple(condition, tie('text'), tie('text')).map((parts) => ({ 'Fn::If': parts })),
    tie('text').map((value) => ({ 'Fn::Base64': value })),
    tie('list').map((value) => ({ 'Fn::Length': value })),
    fc.array(plain, { minLength: 1 }).map((value) => ({ 'Fn::ToJsonString': value })),
  ),
  list: fc.oneof(
    { maxDepth: 3 },
    fc.array(tie('text'), { minLength: 3, maxLength: 3 }),
    fc.constant<Json>({ Ref: 'Names' }),
    fc.constant<Json>({ 'Fn::Split': [',', 'a,b,,c'] }),
    mapKey.map((key) => ({ 'Fn::FindInMap': ['Sizes', key, 'List'] })),
    fc.tuple(fc.constantFrom(',', '-'), tie('text')).map((parts) => ({ 'Fn::Split': parts })),
    fc.tuple(condition, tie('list'), tie('list')).map((parts) => ({ 'Fn::If': parts })),
  ),
}));

it('what both readings know of an expression is the same', () => {
  let compared = 0;
  fc.assert(
    fc.property(fc.array(fc.oneof(text, list), { minLength: 1, maxLength: 8 }), (expressions) => {
      for (const [at, both] of bothOf(expressions).entries()) {
        if (both.theirs === NOT_TOLD) continue;
        compared += 1;
        expect({ expression: expressions[at], value: both.ours }).toEqual({
          expression: expressions[at],
          value: both.theirs,
        });
      }
    }),
    { numRuns: 400 },
  );
  expect(compared).toBeGreaterThan(400);
});

/** Texts that both know and know differently; `?` and `${` begin what we leave open, such as the value of a NoEcho parameter. */
function differences(ours: Told, other: Told): readonly string[] {
  const known = new Map(leavesOf(other));
  return leavesOf(ours).flatMap(([path, text]) => {
    const second = known.get(path);
    const isSame = second === undefined || second === text || text.startsWith('?') || text.includes('${');
    return isSame ? [] : [`${path}: ${text}, and not ${second}`];
  });
}

function leavesOf(value: Told, path = ''): readonly (readonly [path: string, text: string])[] {
  if (value === null || typeof value === 'symbol') return [];
  if (typeof value === 'string') return [[path, value]];
  return Object.entries(value).flatMap(([key, item]: [string, Told]) => leavesOf(item, `${path}/${key}`));
}

const withCorpus = hasCorpus ? it : it.skip;
if (!hasCorpus) console.warn(`SKIPPED: ${CORPUS} is missing, so public templates are not read twice`);

withCorpus(
  'what both readings know of a public template is the same',
  () => {
    const known = translatedFiles().map((file) => {
      const text = readFileSync(join(CORPUS, file), 'utf8');
      const [own, ...others] = resolution(text, PLACE).scenarios;
      if (own === undefined || others.length > 0) return { file, compared: 0, differences: [] };
      const holds = (condition: string): boolean => own.scenario.conditions.get(condition) === true;
      const read = [...theirResources(join(CORPUS, file))].flatMap(([logicalId, properties]) => {
        const entries = own.resources.get(logicalId)?.properties.entries;
        return Object.entries(properties).map(([name, value]): Both => ({
          ours: asText(shown(entries?.get(name))),
          theirs: theirs(value, holds),
        }));
      });
      return { file, compared: read.length, differences: read.flatMap((both) => differences(both.ours, both.theirs)) };
    });

    expect(known.filter((each) => each.differences.length > 0)).toEqual([]);
    expect(known.reduce((sum, { compared }) => sum + compared, 0)).toBeGreaterThan(10_000);
  },
  60_000,
);
