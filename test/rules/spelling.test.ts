import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { rules } from '#core/rules/registry';
import { CORPUS, hasCorpus, publicFiles } from '../transforms/corpus';
import type { Json } from '../transforms/json-template';
import { respelt, shortForms } from './respelt';
import { asMap, isList, isMap, plainTemplate, type JsonMap } from './plain-fixture';
import { fixturesOf, judgeText, settingsOf, type RuleFixture } from './rule-fixtures';

const FIXTURES = rules.flatMap(({ id }) => [
  ...fixturesOf(id, 'broken'),
  ...fixturesOf(id, 'ok'),
  ...fixturesOf(id, 'unknown'),
]);

/** What is the same however a template is spelt: everything but places and the words for them. */
function answers({ name, text: written }: Pick<RuleFixture, 'name' | 'text'>, text: string): readonly string[] {
  const { findings } = judgeText(name, text, settingsOf({ text: written }));
  return findings.map(({ key, level, outcome, certainty }) => [key, level, outcome, certainty].join(' ')).sort();
}

describe('spelling is irrelevant', () => {
  it.each(FIXTURES)(
    '$name says the same as JSON, with long and short functions, and with `Sub` and `Join` for each other',
    (fixture) => {
      const plain = plainTemplate(fixture.text);

      const written = answers(fixture, fixture.text);

      expect(
        answers(
          fixture,
          JSON.stringify(
            respelt(plain, () => true),
            null,
            2,
          ),
        ),
      ).toEqual(written);
      expect(answers(fixture, stringify(plain))).toEqual(written);
      expect(answers(fixture, shortForms(plain))).toEqual(written);
      expect(new Set(written.map(keyOf)).size).toBe(written.length);
    },
  );
});

describe('a finding has one key', () => {
  const PLACE = "Metadata: { PermissionHook: { Environment: { Account: '111122223333', Region: eu-west-1 } } }";

  it.each(FIXTURES.filter(({ text }) => !text.includes('Metadata: { PermissionHook: { Environment')))(
    '$name says it whether the place of the deployment is known or not',
    (fixture) => {
      const keys = answers(fixture, fixture.text).filter(isDenied).map(keyOf);

      const there = answers(fixture, `${PLACE}\n${fixture.text}`).map(keyOf);

      expect(keys.filter((key) => !there.includes(key))).toEqual([]);
    },
  );
});

const isDenied = (answer: string): boolean => / (implicit|explicit)-deny definite$/.test(answer);
const keyOf = (answer: string): string => answer.split(' ').slice(0, -3).join(' ');

/** Lists whose order means nothing to AWS. */
const UNORDERED = new Set([
  'Action',
  'AWS',
  'LambdaConfigurations',
  'ManagedPolicyArns',
  'Needs',
  'NotAction',
  'NotResource',
  'Policies',
  'Resource',
  'Roles',
  'Service',
  'Statement',
  'Targets',
]);

/** Every map and every list of `UNORDERED` in an order that the numbers choose. */
function shuffled(json: Json, numbers: () => number, key = ''): Json {
  if (isList(json)) {
    const items = json.map((item) => shuffled(item, numbers, key));
    return UNORDERED.has(key) ? inAnyOrder(items, numbers) : items;
  }
  if (!isMap(json)) return json;
  const entries = Object.entries(json).map(([name, value]): [string, Json] => [name, shuffled(value, numbers, name)]);
  return Object.fromEntries(inAnyOrder(entries, numbers));
}

function inAnyOrder<T>(items: readonly T[], numbers: () => number): readonly T[] {
  return items
    .map((item) => ({ item, place: numbers() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

describe('order is irrelevant', () => {
  it('shuffling resources, properties, statements and policies changes no answer', () => {
    const fixture = fc.constantFrom(...FIXTURES);

    fc.assert(
      fc.property(fixture, fc.infiniteStream(fc.nat()), (each, stream) => {
        const plain: JsonMap = plainTemplate(each.text);
        const other = shuffled(plain, () => Number(stream.next().value));

        expect(answers(each, JSON.stringify(other))).toEqual(answers(each, each.text));
      }),
      { numRuns: 300 },
    );
  });
});

describe('a public template', () => {
  const withCorpus = hasCorpus ? it : it.skip;
  if (!hasCorpus) console.warn(`SKIPPED: ${CORPUS} is missing, so public templates are not respelt`);

  withCorpus(
    'says the same in other words, in another order and in another notation',
    () => {
      const files = publicFiles();
      const notations: readonly ((template: JsonMap) => string)[] = [JSON.stringify, stringify, shortForms];

      fc.assert(
        fc.property(fc.constantFrom(...files), fc.infiniteStream(fc.nat()), (file, stream) => {
          const next = (): number => Number(stream.next().value);
          const text = readFileSync(join(CORPUS, file), 'utf8');
          const other = respelt(shuffled(plainTemplate(text), next), () => next() % 2 === 0);
          const write = notations[next() % notations.length] ?? JSON.stringify;

          expect(answers({ name: file, text }, write(asMap(other)))).toEqual(answers({ name: file, text }, text));
        }),
        { numRuns: 150 },
      );
    },
    120_000,
  );
});
