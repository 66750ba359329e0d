import type { Fact } from '#core/facts/facts';
import type { Environment } from '#core/intrinsics/resolved-template';
import { judge } from '#core/judge';
import type { Judgement, Proposal } from '#core/verdict/judgement';
import { DEFAULT_SETTINGS } from '#core/verdict/settings';

export const ACCOUNT = '111122223333';
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/worker`;
export const QUEUE_ACTIONS = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
export const found = (value: unknown): Fact => ({ status: 'found', value });
export const allow = (Action: string | readonly string[], Resource: unknown = '*', more: object = {}) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource, ...more }],
});
export const deny = (Action: string) => ({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: '*', Resource: '*' },
    { Effect: 'Deny', Action, Resource: '*' },
  ],
});
export const TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

export interface Case {
  readonly resources: Readonly<Record<string, unknown>>;
  readonly before?: Readonly<Record<string, unknown>>;
  readonly facts?: Readonly<Record<string, Fact>>;
  readonly deployed?: Environment['deployed'];
  readonly code?: Proposal['code'];
}

export function judged({ resources, before, facts = {}, deployed, code }: Case): Judgement {
  return judge(
    {
      name: 'shop',
      text: JSON.stringify({ Resources: resources }),
      ...(before === undefined ? {} : { previousText: JSON.stringify({ Resources: before }) }),
      environment: {
        account: ACCOUNT,
        region: 'eu-west-1',
        stackName: 'shop',
        parameters: new Map(),
        ...(deployed === undefined ? {} : { deployed }),
      },
      ...(code === undefined ? {} : { code }),
      today: '2026-11-22',
    },
    new Map(Object.entries(facts)),
    DEFAULT_SETTINGS,
  );
}
export const verdictOn = (rule: string, { findings }: Judgement): string => {
  const finding = findings.find((each) => each.rule === rule);
  return finding === undefined ? 'allowed' : `${finding.level} ${finding.outcome}`;
};
