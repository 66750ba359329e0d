import { join } from 'node:path';
import { managedPolicyFacts } from '#account/packed-managed-policies';
import type { Fact } from '#core/facts/facts';
import { judge } from '#core/judge';
import type { Judgement, Proposal } from '#core/verdict/judgement';
import { DEFAULT_SETTINGS } from '#core/verdict/settings';
import { fixtureFolders, fixturesOf } from '../rules/rule-fixtures';
import { brief, ROLE } from './judged';

const CHANGE_SET = 'arn:aws:cloudformation:eu-west-1:111122223333:changeSet/update/1a2345b6';
const FILE = 'shop.yaml (processed template)';

const worker = `  Role:
    ${ROLE}
  Worker:
    Type: AWS::Lambda::Function
    Properties: { Role: !GetAtt Role.Arn, Code: { ZipFile: '' } }
`;
const polls = `  Orders: { Type: AWS::SQS::Queue }
  Poll:
    Type: AWS::Lambda::EventSourceMapping
    Properties: { FunctionName: !Ref Worker, EventSourceArn: !GetAtt Orders.Arn }
`;
const ORIGINAL = `Transform: [AddsAQueue]\nResources:\n${worker}`;
const PROCESSED = `Resources:\n${worker}${polls}`;

const found = (original: string, processed: string): Fact => ({ status: 'found', value: { original, processed } });

interface Asked {
  readonly facts?: Readonly<Record<string, Fact>>;
  readonly more?: Partial<Proposal>;
  readonly environment?: Partial<Proposal['environment']>;
}
const AWS = managedPolicyFacts(join(__dirname, '../../schema/aws'));
function judged(text: string, { facts = {}, more = {}, environment = {} }: Asked = {}): Judgement {
  const read = new Map(Object.entries(facts));
  return judge(
    {
      name: 'shop.yaml',
      text,
      environment: {
        parameters: new Map(),
        account: '111122223333',
        region: 'eu-west-1',
        stackName: 'shop',
        ...environment,
      },
      today: '2026-11-22',
      ...more,
    },
    { get: (key) => read.get(key) ?? AWS.get(key) },
    DEFAULT_SETTINGS,
  );
}
const IN_STACK = 'processed-template:shop';
const IN_CHANGE_SET = `processed-template:${CHANGE_SET}`;
const known = { facts: { [IN_STACK]: found(ORIGINAL, PROCESSED) } };

/** All but where the lines are said to be. */
const plain = ({ findings, counts, verdict, problems }: Judgement) => ({
  verdict,
  counts,
  problems,
  findings: findings.map(({ location: { line, path }, key, level, certainty }) => ({
    line,
    path,
    key,
    level,
    certainty,
  })),
});

describe('a template with a macro', () => {
  it('is judged as what the macro made of it, and says that its lines are of that', () => {
    const judgement = judged(ORIGINAL, known);

    expect(plain(judgement)).toEqual(plain(judged(PROCESSED)));
    expect(judgement.verdict).toBe('fail');
    expect(judgement.findings.map(brief)[0]).toMatch(`block lambda-polls-queue implicit-deny ${FILE}:`);
  });

  it('is judged as any template that a macro may make', () => {
    const fixtures = fixtureFolders().flatMap((rule) => fixturesOf(rule, 'broken').slice(0, 1));
    const made = fixtures.map(({ text }) => judged(ORIGINAL, { facts: { [IN_STACK]: found(ORIGINAL, text) } }));

    expect(made.map(plain)).toEqual(fixtures.map(({ text }) => plain(judged(text))));
  });

  it('takes the change set for it before the stack', () => {
    const facts = {
      [IN_STACK]: found(ORIGINAL, `Resources:\n${worker}`),
      [IN_CHANGE_SET]: found(ORIGINAL, PROCESSED),
    };

    expect(judged(ORIGINAL, { facts, environment: { changeSetId: CHANGE_SET } }).verdict).toBe('fail');
    expect(judged(ORIGINAL, { facts }).verdict).toBe('pass');
  });

  it.each<Asked & { name: string }>([
    { name: 'nobody knows what was made of it' },
    { name: 'it is not the text that was processed', facts: { [IN_STACK]: found(`${ORIGINAL}# x`, PROCESSED) } },
    { name: 'what was made of it cannot be parsed', facts: { [IN_STACK]: found(ORIGINAL, '{') } },
    { name: 'what was made of it is too large', facts: { [IN_STACK]: found(ORIGINAL, ' '.repeat(1_100_000)) } },
    { name: 'it could not be read', facts: { [IN_STACK]: { status: 'unreadable', reason: 'denied' } } },
    { name: 'there is no such thing', facts: { [IN_STACK]: { status: 'absent' } } },
    { name: 'what was read is something else', facts: { [IN_STACK]: { status: 'found', value: [ORIGINAL] } } },
  ])('is judged as it stands where $name', (asked) => {
    const judgement = judged(ORIGINAL, asked);

    expect(judgement.problems).toMatchObject([{ message: 'transform `AddsAQueue` is not expanded here', line: 1 }]);
    expect([judgement.counts.needs, judgement.verdict]).toEqual([judged(ORIGINAL).counts.needs, 'pass']);
  });

  it('is the same text with other white space around it', () => {
    expect(judged(`\n${ORIGINAL}\n\n`, known).verdict).toBe('fail');
  });
});

describe('what is asked for', () => {
  const wanted = (text: string, more: Asked = {}) =>
    judged(text, more)
      .wantedFacts.filter(({ kind }) => kind === 'processed-template')
      .map(({ id }) => id);
  const INCLUDED = `Resources:\n${worker}  Machine:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      RoleArn: !GetAtt Role.Arn
      Definition: { Fn::Transform: { Name: AWS::Include, Parameters: { Location: 's3://code/machine.json' } } }
`;

  it.each([
    { name: 'nothing of a template without transforms', text: PROCESSED, ids: [] },
    { name: 'nothing where SAM is the only one', text: `Transform: AWS::Serverless-2016-10-31\n${PROCESSED}`, ids: [] },
    { name: 'the stack of one with a macro', text: ORIGINAL, ids: ['shop'] },
    { name: 'the stack of one that takes in what lies elsewhere', text: INCLUDED, ids: ['shop'] },
  ])('is $name', ({ text, ids }) => {
    expect(wanted(text)).toEqual(ids);
  });

  it('is the change set as well, and nothing where neither is known', () => {
    expect(wanted(ORIGINAL, { environment: { changeSetId: CHANGE_SET } })).toEqual([CHANGE_SET, 'shop']);
    expect(wanted(ORIGINAL, { more: { environment: { parameters: new Map() } } })).toEqual([]);
  });
});

describe('the template before', () => {
  const facts = {
    [IN_STACK]: found(ORIGINAL, PROCESSED),
    [IN_CHANGE_SET]: found(`${ORIGINAL}# more`, PROCESSED),
  };
  const environment = { changeSetId: CHANGE_SET };

  it('is what was made of it then, so that what was broken before is no news', () => {
    const { findings } = judged(`${ORIGINAL}# more`, { facts, environment, more: { previousText: ORIGINAL } });

    expect(findings.map(({ rule, level, since }) => `${level} ${since} ${rule}`)).toContain(
      'warn existing lambda-polls-queue',
    );
  });

  it('is not told from another text', () => {
    const { findings } = judged(`${ORIGINAL}# more`, {
      facts,
      environment,
      more: { previousText: `Resources:\n${worker}` },
    });

    expect(findings.map(({ level, since }) => `${level} ${since}`)).toContain('block new');
  });
});
