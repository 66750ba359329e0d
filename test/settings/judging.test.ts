import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { managedPolicyFacts } from '#account/packed-managed-policies';
import type { Facts } from '#core/facts/facts';
import { judge } from '#core/judge';
import type { Judgement } from '#core/verdict/judgement';
import { parseSettings } from '#settings/parse-settings';
import { cpuMilliseconds } from '../config/cpu-time';

const BROKEN = readFileSync(join(__dirname, '../demo/templates/neighbour-broken.yaml'), 'utf8');
const MANAGED_POLICIES = managedPolicyFacts(join(__dirname, '../../schema/aws'));
const RULE = 'function-invokes-function';
const TODAY = '2026-11-22';

interface Asked {
  readonly settings?: string;
  readonly text?: string;
  readonly stackName?: string;
  readonly facts?: Facts;
  readonly tags?: Readonly<Record<string, string>>;
}

function judged(asked: Asked): Judgement {
  const { settings = '', text = BROKEN, stackName = 'web-shop', facts = MANAGED_POLICIES, tags } = asked;
  const parsed = parseSettings(settings, 's.yaml');
  if (!('settings' in parsed)) throw new Error(parsed.problems[0]?.message);
  const environment = {
    parameters: new Map<string, string>(),
    stackName,
    account: '111122223333',
    region: 'eu-west-1',
    ...(tags === undefined ? {} : { tags: new Map(Object.entries(tags)) }),
  };
  return judge({ name: 'shop', text, environment, today: TODAY }, facts, parsed.settings);
}
const levelOf = ({ findings }: Judgement): string | undefined => findings.find(({ rule }) => rule === RULE)?.level;

describe('settings for some stacks', () => {
  const sandbox = 'stacks: [{ names: [sandbox-*, web-????], levels: { invoke: note } }]';

  it.each([
    { name: 'hold for a name that matches', stackName: 'sandbox-7', settings: sandbox, level: 'note' },
    { name: 'hold for any name of the list', stackName: 'web-shop', settings: sandbox, level: 'note' },
    { name: 'do not hold for a longer name', stackName: 'web-shops', settings: sandbox, level: 'block' },
    { name: 'do not hold for part of a name', stackName: 'my-sandbox-7', settings: sandbox, level: 'block' },
    {
      name: 'go before those for all',
      stackName: 'prod',
      settings: 'levels: { invoke: note }\nstacks: [{ names: prod, levels: { invoke: warn } }]',
      level: 'warn',
    },
    {
      name: 'yield to what is said after them',
      stackName: 'prod',
      settings: `stacks: [{ names: '*', levels: { invoke: note } }, { names: p*d, levels: { invoke: warn } }]`,
      level: 'warn',
    },
  ])('$name', ({ stackName, settings, level }) => {
    expect(levelOf(judged({ stackName, settings }))).toBe(level);
  });

  const lenient = "stacks: [{ tags: { stage: [dev, 'test-*'], Team: '*' }, levels: { invoke: note } }]";
  const both = "stacks: [{ names: 'web-*', tags: { stage: dev }, levels: { invoke: note } }]";

  it.each([
    { name: 'hold where every tag matches', tags: { stage: 'test-😀', Team: 'x' }, settings: lenient, level: 'note' },
    { name: 'do not hold where a tag differs', tags: { stage: 'live', Team: 'x' }, settings: lenient, level: 'block' },
    { name: 'do not hold where a tag is missing', tags: { stage: 'dev' }, settings: lenient, level: 'block' },
    { name: 'do not hold where nobody knows the tags', settings: lenient, level: 'block' },
    { name: 'hold where name and tags match', tags: { stage: 'dev' }, settings: both, level: 'note' },
    {
      name: 'do not hold where only the tags match',
      stackName: 'other',
      tags: { stage: 'dev' },
      settings: both,
      level: 'block',
    },
  ] satisfies (Asked & { name: string; level: string })[])('of some tags $name', ({ level, ...asked }) => {
    expect(levelOf(judged(asked))).toBe(level);
  });

  it('are matched in no time, however hostile the pattern', () => {
    const pattern = '*a'.repeat(60);
    const settings = `stacks: [{ names: '${pattern}b', levels: { invoke: note } }]`;

    expect(cpuMilliseconds(() => judged({ stackName: 'a'.repeat(128), settings }))).toBeLessThan(1_000);
  });
});

describe('a trusted account', () => {
  const text = `
    Resources:
      Worker:
        Type: AWS::Lambda::Function
        Properties: { Role: !GetAtt Role.Arn, Code: { ZipFile: '' } }
      Role:
        Type: AWS::IAM::Role
        Properties:
          AssumeRolePolicyDocument:
            Statement: { Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: 'sts:AssumeRole' }
          Policies:
            - PolicyName: send
              PolicyDocument:
                Version: 2012-10-17
                Statement: { Effect: Allow, Action: 'lambda:InvokeFunction', Resource: 'ARN' }`;
  const theirs = 'arn:aws:lambda:eu-west-1:444455556666:function:their';
  const calls = ({ findings }: Judgement) => findings.filter(({ action }) => action === 'lambda:InvokeFunction');

  it('is taken to allow what nobody can read', () => {
    const asked = { text: text.replace('ARN', theirs) };

    expect(calls(judged(asked))).toMatchObject([{ outcome: 'unknown' }]);
    expect(calls(judged({ ...asked, settings: "trustedAccounts: ['444455556666']" }))).toEqual([]);
    expect(calls(judged({ ...asked, settings: "trustedAccounts: ['777788889999']" }))).toMatchObject([
      { outcome: 'unknown' },
    ]);
  });

  it('is taken at its word where it was read', () => {
    const facts = new Map([[`function:${theirs}`, { status: 'absent' as const }]]);
    const asked = { text: text.replace('ARN', theirs), facts, settings: "trustedAccounts: ['444455556666']" };

    expect(calls(judged(asked))).toMatchObject([{ outcome: 'implicit-deny' }]);
  });
});

describe('an acceptance', () => {
  const accept = (id: string, more = '') =>
    `${BROKEN}\nMetadata:\n  PermissionHook:\n    Accept:\n      - { Id: ${id}, Reason: known${more} }\n`;
  const lines = BROKEN.split('\n').length + 5;
  const problems = ({ problems: all }: Judgement) => all.map(({ message, line }) => `${line}: ${message}`);

  it('that is used says no more', () => {
    const judgement = judged({ text: accept(RULE, ', Expires: 2026-11-22') });

    expect(judgement).toMatchObject({ verdict: 'pass', accepted: [{ reason: 'known' }], problems: [] });
  });

  it('that ended is said at its place', () => {
    const judgement = judged({ text: accept(RULE, ', Expires: 2026-11-21') });

    expect(judgement.verdict).toBe('fail');
    expect(problems(judgement)).toEqual([`${lines - 1}: the acceptance of \`${RULE}\` ended on 2026-11-21`]);
  });

  it('that accepts nothing is said at its place', () => {
    expect(problems(judged({ text: accept('lambda-polls-queue') }))).toEqual([
      `${lines - 1}: the acceptance of \`lambda-polls-queue\` accepts nothing`,
    ]);
  });

  it('of the settings that ended is said where it is missed, and only there', () => {
    const settings = `accepted: [{ id: ${RULE}, reason: known, expires: 2026-01-01 }]`;

    expect(problems(judged({ settings }))).toEqual([`27: the acceptance of \`${RULE}\` ended on 2026-01-01`]);
    expect(problems(judged({ settings: settings.replace(RULE, 'lambda-polls-queue') }))).toEqual([]);
  });
});
