import { decide } from '#core/iam/decide';
import { readDecideInput } from '#core/iam/decide-input';
import type { Guardrail } from './guardrails';

export interface Obstacle {
  readonly action: string;
  /** Those that deny it each by itself; none: it takes all levels together, as one that allows too little. */
  readonly policies: readonly string[];
}

// What the template of a member takes that organisations are known to forbid.
const NEEDED = [
  'cloudformation:ActivateType',
  'cloudformation:DescribeType',
  'cloudformation:SetTypeConfiguration',
  'iam:CreateRole',
  'iam:PassRole',
  'lambda:CreateFunction',
  'logs:CreateLogGroup',
  'oam:CreateLink',
  'ssm:PutParameter',
];
const ACCOUNT = '111122223333';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/stacksets-exec-0123456789abcdef0123456789abcdef`;
const ANYTHING = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };

/** What StackSets could not do in the accounts below these guardrails; decided by the engine that judges templates. */
export function obstaclesIn(guardrails: readonly Guardrail[]): readonly Obstacle[] {
  const levels = guardrails.map(({ target, policies }) => ({
    level: target,
    policies: policies.map(({ document }) => document),
  }));
  const each = guardrails.flatMap(({ policies }) => policies);
  return NEEDED.filter((action) => !isAllowed(action, levels)).map((action) => ({
    action,
    policies: each
      .filter(({ document }) => !isAllowed(action, [{ level: 'alone', policies: [ANYTHING, document] }]))
      .map(({ name }) => name),
  }));
}

function isAllowed(action: string, scps: readonly object[]): boolean {
  const input = readDecideInput({
    principalArn: ROLE.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/').concat('/session'),
    principalRoleArn: ROLE,
    principalAccount: ACCOUNT,
    action,
    resourceArn: '*',
    resourceAccount: ACCOUNT,
    identityPolicies: [ANYTHING],
    boundaryPolicies: [],
    sessionPolicies: [],
    scps,
    rcps: [],
    resourcePolicy: null,
    context: { 'aws:PrincipalArn': ROLE, 'aws:PrincipalAccount': ACCOUNT },
  });
  if (input.kind === 'problems')
    throw new Error(input.problems.map(({ path, expected }) => `${path}: ${expected}`).join('\n'));
  return input.cases.every(({ request, layers }) => decide(request, layers).outcome === 'allow');
}
