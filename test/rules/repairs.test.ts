import { rules } from '#core/rules/registry';
import type { Finding } from '#core/verdict/judgement';
import type { Json } from '../transforms/json-template';
import { circularResources } from './circular-resources';
import { asMap, isList, plainTemplate, withEntry, type JsonMap } from './plain-fixture';
import { fixturesOf, judgeFixture, judgeText, settingsOf, type RuleFixture } from './rule-fixtures';

/** A snippet says in its first line where it goes: a path of keys, or the words "one more statement of …". */
interface Patch {
  readonly path: readonly string[];
  readonly content: string;
}

const FRAGMENT = /^# (?<where>.*)\n(?<content>[^]*)$/;

function patchOf(snippet: string): Patch | undefined {
  const { where = '', content = '' } = FRAGMENT.exec(snippet)?.groups ?? {};
  const isOne = !content.includes('\n# ');
  if (!isOne || !where.startsWith('Resources:')) return undefined;
  const path = where.split(':').map((key) => key.trim());
  return { path: path.filter((key) => key !== ''), content };
}

function indented(content: string): string {
  return content.replaceAll(/^(?=.)/gm, '  ');
}

/** What the snippet says, read as part of a template. */
function contentOf({ content }: Patch): JsonMap {
  return asMap(plainTemplate(`Resources:\n${indented(content)}`)['Resources']);
}

function patched(template: JsonMap, patch: Patch): JsonMap {
  return Object.entries(contentOf(patch)).reduce((current, [key, value]) => {
    const path = [...patch.path, key];
    return withEntry(current, path, isList(value) ? [...itemsAt(current, path), ...value] : value);
  }, template);
}

function itemsAt(template: JsonMap, path: readonly string[]): readonly Json[] {
  const found = path.reduce<Json | undefined>((json, key) => asMap(json)[key], template);
  return found === undefined ? [] : isList(found) ? found : [found];
}

function isRead(resources: Json | undefined): boolean {
  const snippet = asMap(resources)['Snippet'];
  return isList(snippet) ? snippet.length > 0 : Object.keys(asMap(snippet)).length > 0;
}

interface Repair {
  readonly name: string;
  readonly fixture: RuleFixture;
  readonly finding: Finding;
  readonly patch: Patch;
}

const findings = rules.flatMap(({ id }) =>
  fixturesOf(id, 'broken').flatMap((fixture) =>
    judgeFixture(fixture).findings.map((finding) => ({ fixture, finding })),
  ),
);
const repairs = findings.flatMap(({ fixture, finding }): readonly Repair[] => {
  const patch = finding.fix?.proved === true ? patchOf(finding.fix.snippet) : undefined;
  return patch === undefined ? [] : [{ name: `${fixture.name} ${finding.key}`, fixture, finding, patch }];
});

const loudKeys = (all: readonly Finding[]): readonly string[] =>
  all.filter(({ level }) => level !== 'note').map(({ key }) => key);

describe('a repair repairs', () => {
  it('can be pasted for most of what is proved', () => {
    const proved = findings.filter(({ finding }) => finding.fix?.proved === true);

    expect(repairs.length).toBeGreaterThan(proved.length / 2);
  });

  it.each(repairs)('$name', ({ fixture, finding, patch }) => {
    const template = patched(plainTemplate(fixture.text), patch);

    const after = judgeText(fixture.name, JSON.stringify(template, null, 2), settingsOf(fixture));

    const before = new Set(loudKeys(judgeFixture(fixture).findings));
    expect(after.problems).toEqual([]);
    expect(after.findings.map(({ key }) => key)).not.toContain(finding.key);
    expect(loudKeys(after.findings).filter((key) => !before.has(key))).toEqual([]);
    expect(circularResources(template)).toEqual([]);
  });

  it('is written as YAML that a template can hold', () => {
    const texts = findings.map(({ finding }) => finding.fix?.snippet ?? '').filter((snippet) => snippet !== '');

    const unreadable = texts.filter(
      (text) => !isRead(plainTemplate(`Resources:\n  Snippet:\n${indented(indented(text))}`)['Resources']),
    );

    expect(unreadable).toEqual([]);
  });
});
