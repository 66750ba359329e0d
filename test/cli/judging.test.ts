import { managedPolicyFacts } from '#account/packed-managed-policies';
import schema from '#schema/judgement.schema.json';
import Ajv2020 from 'ajv/dist/2020';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './fake-io';

const BROKEN = 'test/cli/templates/caller-names-wrong-action.yaml';
const folder = mkdtempSync(join(tmpdir(), 'judging-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

interface Answer {
  readonly status: number;
  readonly verdict: string;
  readonly findings: readonly { readonly rule: string; readonly level: string; readonly since: string }[];
  readonly accepted: readonly { readonly reason: string }[];
}

async function check(...args: readonly string[]): Promise<Answer> {
  const { status, out } = await runCommand(['check', '--format', 'json', ...args], {
    referenceFacts: managedPolicyFacts('schema/aws'),
  });
  const { judgements } = JSON.parse(out) as { judgements: readonly Omit<Answer, 'status'>[] };
  const [judgement] = judgements;
  if (judgement === undefined) throw new Error('no judgement');
  return { ...judgement, status };
}

describe('a template whose function lacks a permission', () => {
  it('fails with the finding', async () => {
    const { status, verdict, findings } = await check(BROKEN);

    expect({ status, verdict }).toEqual({ status: 1, verdict: 'fail' });
    expect(findings).toMatchObject([{ rule: 'function-invokes-function', level: 'block', since: 'new' }]);
  });

  it('passes once it is repaired', async () => {
    const repaired = write(
      'repaired.yaml',
      readFileSync(BROKEN, 'utf8').replace('lambda:Invoke\n', 'lambda:InvokeFunction\n'),
    );

    expect(await check(repaired)).toMatchObject({ status: 0, verdict: 'pass', findings: [] });
  });

  it('is found in standard input, at the same place', async () => {
    const { status, out } = await runCommand(['check', '-'], {
      stdin: readFileSync(BROKEN, 'utf8'),
      referenceFacts: managedPolicyFacts('schema/aws'),
    });

    expect(status).toBe(1);
    expect(out).toContain('block  function-invokes-function  <stdin>:16:');
  });

  it.each([
    ['block', 0],
    ['warn', 1],
    ['never', 0],
  ])('does not fail at --fail-on %s for a finding that only warns: %i', async (level, status) => {
    const settings = write('warn.yaml', 'levels: { function-invokes-function: warn }');

    expect(await check(BROKEN, '--settings', settings, '--fail-on', level)).toMatchObject({ status, verdict: 'pass' });
  });

  it('only warns when it was so before', async () => {
    for (const previous of [BROKEN, 'test/cli/templates']) {
      const { status, findings } = await check(BROKEN, '--previous', previous);

      expect(status).toBe(0);
      expect(findings).toMatchObject([{ level: 'warn', since: 'existing' }]);
    }
  });

  it('is new where the folder of previous templates does not have it', async () => {
    expect((await check(BROKEN, '--previous', folder)).findings).toMatchObject([{ since: 'new' }]);
  });

  it('is accepted with a reason until the acceptance expires', async () => {
    const accept = (expires: string) =>
      write('accept.yaml', `accepted: [{ id: function-invokes-function, reason: known, expires: ${expires} }]`);

    const live = await check(BROKEN, '--settings', accept('2026-11-01'));
    const expired = await check(BROKEN, '--settings', accept('2026-10-31'));

    expect(live).toMatchObject({ status: 0, findings: [], accepted: [{ reason: 'known' }] });
    expect(expired).toMatchObject({ status: 1, accepted: [] });
  });

  it('is said where the settings accept it and no template of the run has it', async () => {
    const accept = (id: string) =>
      write('accept.yaml', `accepted: [{ id: ${id}, reason: known, expires: 2026-10-31 }]`);
    const said = async (id: string, path: string) =>
      (await runCommand(['check', path, '--settings', accept(id)], { today: '2026-11-01' })).err;

    expect(await said('lambda-polls-queue', BROKEN)).toContain(
      'accept `lambda-polls-queue`, and nothing here needs that',
    );
    expect(await said('function-invokes-function', BROKEN)).toBe('');
    expect(await said('function-invokes-function', 'test/cli/templates')).toBe('');
  });
});

it.each([
  ['a broken template', () => readFileSync(BROKEN, 'utf8')],
  ['a template with unknowns', () => readFileSync(BROKEN, 'utf8').replace('!GetAtt Callee.Arn', "!ImportValue 'x'")],
  ['a text that is no template', () => '{'],
])('the JSON about %s is by the schema', async (_, text) => {
  const isBySchema = new Ajv2020({ strict: false, formats: { uri: (text: string) => URL.canParse(text) } }).compile(
    schema,
  );

  const { out } = await runCommand(['check', '-', '--format', 'json'], { stdin: text() });

  expect(isBySchema(JSON.parse(out)) ? [] : isBySchema.errors).toEqual([]);
});

it('without the packed policies nothing is taken for granted, nor for missing', async () => {
  const text = readFileSync(BROKEN, 'utf8').replace('lambda:Invoke\n', 'lambda:InvokeFunction\n');

  const { status, out } = await runCommand(['check', '-', '--format', 'json'], { stdin: text });

  expect(status).toBe(0);
  expect(out).toContain('"verdict": "inconclusive"');
  expect(out).not.toContain('-deny"');
});
