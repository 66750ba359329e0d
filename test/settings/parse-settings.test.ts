import { rules } from '#core/rules/registry';
import { DEFAULT_SETTINGS } from '#core/verdict/settings';
import schema from '#schema/settings.schema.json';
import { nearestName } from '#settings/nearest-name';
import { parseSettings } from '#settings/parse-settings';
import { EVIDENCE_KINDS, FAMILIES } from '#settings/settings-words';
import Ajv2020 from 'ajv/dist/2020';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

const isBySchema = new Ajv2020({ formats: { date: true }, strict: false }).compile(schema);

const FULL = `
$schema: ./schema/settings.schema.json
levels:
  function-invokes-function: warn
  logging: off
evidence: { called: block }
unknown: warn
existing: as-new
fault: fail-closed
crossFunctionInvoke: both-sides
accepted:
  - id: function-writes-logs
    reason: no logs wanted
    expires: 2027-01-31
  - { id: function-invokes-function/Caller/Callee, reason: "until both are merged" }
stacks:
  - { names: prod-*, unknown: warn, tags: { stage: live, team: [a, 'b*'] } }
  - names: [sandbox, 'try-?']
    levels: { storage: note }
    evidence: { wired: warn }
    existing: note
trustedAccounts: ['111122223333']
secondOpinion: simulate
`;

function problemsOf(text: string): readonly string[] {
  const parsed = parseSettings(text, 's.yaml');
  return 'settings' in parsed
    ? []
    : parsed.problems.map(({ place, message, hint }) => `${place}: ${message} (${hint ?? ''})`);
}

describe('settings', () => {
  it('are read whole', () => {
    expect(parseSettings(FULL, 's.yaml')).toEqual({
      settings: {
        levels: new Map([
          ['function-invokes-function', 'warn'],
          ['logging', 'off'],
        ]),
        evidenceLevels: { ...DEFAULT_SETTINGS.evidenceLevels, called: 'block' },
        unknown: 'warn',
        existing: 'as-new',
        fault: 'fail-closed',
        crossFunctionInvoke: 'both-sides',
        accepted: [
          { id: 'function-writes-logs', reason: 'no logs wanted', expires: '2027-01-31' },
          { id: 'function-invokes-function/Caller/Callee', reason: 'until both are merged' },
        ],
        stacks: [
          {
            names: ['prod-*'],
            tags: new Map([
              ['stage', ['live']],
              ['team', ['a', 'b*']],
            ]),
            levels: new Map(),
            evidenceLevels: {},
            unknown: 'warn',
          },
          {
            names: ['sandbox', 'try-?'],
            levels: new Map([['storage', 'note']]),
            evidenceLevels: { wired: 'warn' },
            existing: 'note',
          },
        ],
        trustedAccounts: ['111122223333'],
        secondOpinion: 'simulate',
      },
    });
    expect(isBySchema(parse(FULL))).toBe(true);
  });

  it.each(['', '# nothing\n', '{}', '---\n'])('are the defaults when %j says nothing', (text) => {
    expect(parseSettings(text, 's.yaml')).toEqual({ settings: DEFAULT_SETTINGS });
  });

  it('are read from JSON alike', () => {
    expect(parseSettings(JSON.stringify(parse(FULL)), 's.json')).toEqual(parseSettings(FULL, 's.yaml'));
  });

  it.each([
    ['levls: {}', 's.yaml:1:1: unknown setting `levls` (did you mean `levels`?)'],
    [
      'levels:\n  function-invoke-function: off',
      's.yaml:2:3: unknown rule or family `function-invoke-function` (did you mean `function-invokes-function`?)',
    ],
    ['levels: { loging: off }', 's.yaml:1:11: unknown rule or family `loging` (did you mean `logging`?)'],
    [
      'levels: { __proto__: off }',
      's.yaml:1:11: unknown rule or family `__proto__` (`cfn-permission-hook rules` lists what is known)',
    ],
    ['levels: { invoke: error }', 's.yaml:1:19: `invoke` cannot be `error` (one of block, warn, note, off)'],
    ['levels: []', 's.yaml:1:9: `levels` is not a mapping ()'],
    ['evidence: { call: warn }', 's.yaml:1:13: unknown kind of evidence `call` (did you mean `called`?)'],
    ['evidence: { wired: off }', 's.yaml:1:20: `wired` cannot be `off` (one of block, warn, note)'],
    ['unknown: warning', 's.yaml:1:10: `unknown` cannot be `warning` (did you mean `warn`? one of block, warn, note)'],
    ['unknown: { a: b }', 's.yaml:1:10: `unknown` cannot be a mapping (one of block, warn, note)'],
    ['existing: ignore', 's.yaml:1:11: `existing` cannot be `ignore` (one of as-new, warn, note)'],
    [
      'fault: fail-close',
      's.yaml:1:8: `fault` cannot be `fail-close` (did you mean `fail-closed`? one of fail-open, fail-closed)',
    ],
    [
      'crossFunctionInvoke: both',
      's.yaml:1:22: `crossFunctionInvoke` cannot be `both` (did you mean `both-sides`? one of aws, both-sides)',
    ],
    ['accepted: {}', 's.yaml:1:11: `accepted` is not a list (write `accepted: [ { id: …, reason: … } ]`)'],
    ['accepted: [x]', 's.yaml:1:12: `accepted finding` is not a mapping ()'],
    ['accepted: [{ reason: x }]', 's.yaml:1:12: `id` is missing (add the rule id or the key of the finding)'],
    ['accepted: [{ id: a/b }]', 's.yaml:1:12: `reason` is missing (add why it is accepted)'],
    ['accepted: [{ id: a/b, reason: " " }]', 's.yaml:1:31: `reason` is not a text (write why it is accepted)'],
    [
      'accepted: [{ id: function-write-logs, reason: x }]',
      's.yaml:1:18: unknown rule `function-write-logs` (did you mean `function-writes-logs`?)',
    ],
    [
      'accepted: [{ id: a/b, reason: x, until: 2027-01-01 }]',
      's.yaml:1:34: unknown key of an accepted finding `until` (one of id, reason, expires)',
    ],
    [
      'accepted: [{ id: a/b, reason: x, expires: 2027-02-30 }]',
      's.yaml:1:43: `expires` is not a day (write it as YYYY-MM-DD)',
    ],
    [
      'accepted: [{ id: a/b, reason: x, expires: soon }]',
      's.yaml:1:43: `expires` is not a day (write it as YYYY-MM-DD)',
    ],
    [
      'stacks: { names: a }',
      's.yaml:1:9: `stacks` is not a list (write `stacks: [ { names: [ prod-* ], unknown: warn } ]`)',
    ],
    [
      'stacks: [{ unknown: warn }]',
      's.yaml:1:10: `names` or `tags` is missing (add the names of the stacks, as `prod-*`)',
    ],
    [
      'stacks: [{ names: prod_1 }]',
      's.yaml:1:19: `names` cannot be `prod_1` (a name of stacks may hold letters, digits, `-`, `*` and `?`)',
    ],
    ['stacks: [{ tags: dev }]', 's.yaml:1:18: `tags` is not a mapping ()'],
    [
      'stacks: [{ tags: { stage: { is: dev } } }]',
      's.yaml:1:27: `stage` cannot be a mapping (the value of a tag has 256 characters at most; `*` and `?` may be among them)',
    ],
    [
      'stacks: [{ names: a, fault: fail-open }]',
      's.yaml:1:22: unknown setting of stacks `fault` (one of names, tags, levels, evidence, unknown, existing)',
    ],
    [
      'trustedAccounts: [1234]',
      's.yaml:1:19: `trustedAccounts` cannot be `1234` (an account id has twelve digits; put it in quotes)',
    ],
    ['secondOpinion: on', 's.yaml:1:16: `secondOpinion` cannot be `on` (one of off, simulate)'],
    ['[]', 's.yaml:1:1: `settings` is not a mapping ()'],
    ['unknown: note\nunknown: warn', 's.yaml:2:1: key `unknown` is there twice, the last one counts ()'],
    ['{}\n---\n{}', 's.yaml:3:1: only one YAML document is allowed ()'],
    ['levels: {', expect.stringMatching(/^s\.yaml:1:\d+: settings cannot be parsed/u)],
  ])('refuse %j and say where, and what was probably meant', (text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });

  it('name every problem, in the order of the text', () => {
    expect(
      problemsOf('unknown: x\nlevls: 1\nfault: y').map((problem) => problem.slice(0, 'n.yaml:1:0'.length)),
    ).toEqual(['s.yaml:1:1', 's.yaml:2:1', 's.yaml:3:8']);
  });
});

describe('the schema', () => {
  it('knows every family and kind of evidence', () => {
    expect(Object.keys(schema.properties.levels.properties)).toEqual([...FAMILIES]);
    expect(Object.keys(schema.properties.evidence.properties)).toEqual([...EVIDENCE_KINDS]);
    expect(FAMILIES).toEqual(expect.arrayContaining(rules.map(({ family }) => family)));
  });

  it('tells the defaults of the program', () => {
    const { evidence, unknown, existing, fault, crossFunctionInvoke, accepted, ...others } = schema.properties;
    const evidenceLevels = Object.entries(evidence.properties).map(([kind, { default: level }]) => [kind, level]);

    expect({
      levels: new Map(),
      evidenceLevels: Object.fromEntries(evidenceLevels) as unknown,
      unknown: unknown.default,
      existing: existing.default,
      fault: fault.default,
      crossFunctionInvoke: crossFunctionInvoke.default,
      accepted: accepted.default,
      stacks: others.stacks.default,
      trustedAccounts: others.trustedAccounts.default,
      secondOpinion: others.secondOpinion.default,
    }).toEqual(DEFAULT_SETTINGS);
  });

  const PATH = './node_modules/cfn-permission-hook/schema/settings.schema.json';
  it.each([
    { name: 'as JSON with a key', text: `{ "$schema": "${PATH}", "unknown": "warn" }` },
    { name: 'as YAML with a key', text: `$schema: ${PATH}\nunknown: warn\n` },
    { name: 'as YAML with a comment', text: `# yaml-language-server: $schema=${PATH}\nunknown: warn\n` },
  ])('may be named to editors $name, which changes nothing', ({ text }) => {
    expect(isBySchema(parse(text))).toBe(true);
    expect(parseSettings(text, 's')).toEqual(parseSettings('unknown: warn', 's'));
  });

  it('has the name in which the README speaks of it, and is where the README says', () => {
    const readme = readFileSync('README.md', 'utf8');
    const [, file = ''] = /\$schema=\.\/node_modules\/cfn-permission-hook\/(\S+)/u.exec(readme) ?? [];

    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(schema);
    expect(readme).toContain(`\`${schema.$id}\``);
  });

  it.each([
    'levls: {}',
    'unknown: warning',
    'levels: { invoke: error }',
    'evidence: { call: warn }',
    'accepted: [{ id: a }]',
  ])('refuses %s, too', (text) => {
    expect(isBySchema(parse(text))).toBe(false);
    expect(problemsOf(text)).not.toEqual([]);
  });
});

describe('nearest name', () => {
  it.each([
    ['fromat', 'format'],
    ['form', 'format'],
    ['FORMAT', 'format'],
    ['outptu', 'output'],
    ['zzz', undefined],
    ['x'.repeat(10_000), undefined],
  ])('of %s is %s', (wrong, right) => {
    expect(nearestName(wrong, ['format', 'output', 'region'])).toBe(right);
  });
});
