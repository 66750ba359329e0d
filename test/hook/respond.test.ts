import type { Judgement } from '#core/verdict/judgement';
import { respond, type HookOutcome } from '#hook/respond';
import { finding, judgement, possible } from './judgements';
import { schemaErrors } from './schemas';

const judged = (what: Judgement, exemption?: 'same-template' | 'rollback'): HookOutcome => ({
  kind: 'judged',
  judgement: what,
  exemption,
});
const answer = (outcome: HookOutcome) => respond(outcome, 'token', 'fail-open');
const fatal = { message: 'bad indentation', hint: 'indent with blanks', line: 3, column: 1, fatal: true };

describe('the answer to a judgement', () => {
  it.each([
    {
      name: 'every need met',
      outcome: judged(judgement([])),
      hookStatus: 'SUCCESS',
      annotation: 'PASSED INFORMATIONAL',
    },
    {
      name: 'a blocking finding',
      outcome: judged(judgement([finding()])),
      hookStatus: 'FAILED',
      annotation: 'FAILED HIGH',
    },
    {
      name: 'a warning',
      outcome: judged(judgement([finding({ level: 'warn' })])),
      hookStatus: 'SUCCESS',
      annotation: 'FAILED MEDIUM',
    },
    {
      name: 'a note',
      outcome: judged(judgement([finding({ level: 'note' })])),
      hookStatus: 'SUCCESS',
      annotation: 'SKIPPED LOW',
    },
    {
      name: 'what cannot be told',
      outcome: judged(judgement([finding(possible)])),
      hookStatus: 'SUCCESS',
      annotation: 'SKIPPED INFORMATIONAL',
    },
    {
      name: 'what cannot be told, where the settings warn of it',
      outcome: judged(judgement([finding({ ...possible, level: 'warn' })])),
      hookStatus: 'SUCCESS',
      annotation: 'SKIPPED MEDIUM',
    },
    {
      name: 'what cannot be told, where the settings block it',
      outcome: judged(judgement([finding({ ...possible, level: 'block' })])),
      hookStatus: 'FAILED',
      annotation: 'FAILED HIGH',
    },
    {
      name: 'a break in the deployed template',
      outcome: judged(judgement([finding()]), 'same-template'),
      hookStatus: 'SUCCESS',
      annotation: 'FAILED HIGH',
    },
    {
      name: 'a break in a rollback',
      outcome: judged(judgement([finding()]), 'rollback'),
      hookStatus: 'SUCCESS',
      annotation: 'FAILED HIGH',
    },
    {
      name: 'an unreadable template',
      outcome: judged(judgement([], { verdict: 'inconclusive', problems: [fatal] })),
      hookStatus: 'SUCCESS',
      annotation: 'SKIPPED MEDIUM',
    },
    {
      name: 'nothing told at all',
      outcome: judged(judgement([], { verdict: 'inconclusive' })),
      hookStatus: 'SUCCESS',
      annotation: 'SKIPPED INFORMATIONAL',
    },
    {
      name: 'a target that is not judged',
      outcome: { kind: 'not-judged', why: 'a delete' } as const,
      hookStatus: 'SUCCESS',
      annotation: 'SKIPPED INFORMATIONAL',
    },
  ])('$name', ({ outcome, hookStatus, annotation }) => {
    const response = answer(outcome);

    expect(response).toMatchObject({ hookStatus, clientRequestToken: 'token', callbackContext: null });
    expect(response.annotations.map(({ status, severityLevel }) => `${status} ${severityLevel}`)).toEqual([annotation]);
    expect(response.errorCode).toBe(hookStatus === 'FAILED' ? 'NonCompliant' : undefined);
    expect(schemaErrors('hook-response', response)).toEqual([]);
  });

  it('names reason, place, repair and source of what blocks', () => {
    const response = answer(judged(judgement([finding()])));

    expect(response.message).toBe(
      'blocked, 1 access will not work: `Request` may not invoke `Processor`: no statement of `RequestRole` allows ' +
        '`lambda:InvokeFunction` on it (line 21); fix: allow lambda:InvokeFunction on Processor in RequestRole',
    );
    expect(response.annotations).toEqual([
      {
        annotationName: 'function-invokes-function Request',
        status: 'FAILED',
        statusMessage: expect.stringContaining('(line 21)') as string,
        remediationMessage: 'allow lambda:InvokeFunction on Processor in RequestRole',
        remediationLink: 'https://docs.aws.amazon.com/lambda/latest/dg/access-control-identity-based.html',
        severityLevel: 'HIGH',
      },
    ]);
  });

  it('says which grant came near and why it missed', () => {
    const [annotation] = answer(judged(judgement([finding()]))).annotations;

    expect(annotation?.statusMessage).toMatch(/; nearest grant, line 9: resource names another function \(line 21\)$/);
  });

  it('says why a break is let through', () => {
    const { message } = answer(judged(judgement([finding()]), 'rollback'));

    expect(message).toMatch(/^not blocked as the stack is rolling back, but 1 access will not work: /);
  });

  it('puts the worst first, whatever the order of the findings', () => {
    const { message, annotations } = answer(
      judged(
        judgement([
          finding({ ...possible, rule: 'note' }),
          finding({ level: 'warn', rule: 'old-warning', since: 'existing', message: 'old' }),
          finding({ level: 'warn', rule: 'new-warning', message: 'new' }),
          finding({ rule: 'broken', message: 'worst' }),
        ]),
      ),
    );

    expect(annotations.map(({ annotationName }) => annotationName)).toEqual([
      'broken Request',
      'new-warning Request',
      'old-warning Request',
      'note Request',
    ]);
    expect(message).toMatch(/^blocked, 1 access will not work: \(1\) worst .*\(2\) new .*\(3\) old /);
  });

  it('stays within every limit, with the essential in the first 350 characters', () => {
    const hostile = 'line\nbreaks\t and \u202Ebidi 😀'.repeat(2_000);
    const findings = Array.from({ length: 80 }, (_, index) =>
      finding({
        key: `key-${String(index)}`,
        message: `${String(index)} ${hostile}`,
        fix: { summary: hostile, snippet: '', proved: true },
        function: 'F'.repeat(500),
        references: ['ftp://example.com', 'not a link', '', `https://example.com/${'a'.repeat(6_000)}`],
      }),
    );
    const problem = { ...fatal, message: hostile, hint: '', fatal: false };
    const response = answer(judged(judgement(findings, { problems: [problem] })));

    expect(schemaErrors('hook-response', response)).toEqual([]);
    expect(response.annotations).toHaveLength(50);
    expect(response.annotations.at(-1)).toMatchObject({ annotationName: 'further-findings', status: 'FAILED' });
    expect(response.annotations.at(-1)?.statusMessage).toBe('32 further findings are not shown');
    expect(response.annotations[0]).not.toHaveProperty('remediationLink');
    expect(response.message.slice(0, 350)).toMatch(
      /^blocked, 80 accesses will not work: \(1\) 0 line breaks.*\(line 21\); fix: line breaks/,
    );
    expect(response.message).toMatch(/ and \d+ more in the annotations of this hook result$/);
    expect(JSON.stringify(response)).not.toMatch(/\\n|\\t|\u202E|\\ud83d"/);
  });

  it('tells what was accepted', () => {
    const accepted = [{ key: 'k', reason: 'legacy', expires: '2027-01-01' }];
    const response = answer(judged(judgement([], { accepted })));

    expect(response.annotations).toEqual([
      {
        annotationName: 'accepted k',
        status: 'SKIPPED',
        statusMessage: 'accepted until 2027-01-01: legacy',
        severityLevel: 'INFORMATIONAL',
      },
    ]);
  });
});

describe('the answer to a fault of ours', () => {
  const fault: HookOutcome = { kind: 'fault', code: 'payload-unavailable', message: 'S3 answered with status 403' };

  it('lets the change through, loudly, when open', () => {
    const response = respond(fault, 'token', 'fail-open');

    expect(response).toMatchObject({
      hookStatus: 'SUCCESS',
      annotations: [{ status: 'FAILED', severityLevel: 'HIGH' }],
    });
    expect(response.message).toBe(
      'change let through, it was NOT judged: S3 answered with status 403 (payload-unavailable)',
    );
    expect(schemaErrors('hook-response', response)).toEqual([]);
  });

  it('refuses the change when closed', () => {
    const response = respond(fault, 'token', 'fail-closed');

    expect(response).toMatchObject({ hookStatus: 'FAILED', errorCode: 'InternalFailure' });
    expect(schemaErrors('hook-response', response)).toEqual([]);
  });
});
