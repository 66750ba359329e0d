import { accountSession, lazyService, type SessionTerms } from './account-session';
import { CallFailure } from './call-failure';

const iam = lazyService(() => import('./clients/iam'));

export const SIMULATION_ACTIONS = ['iam:SimulateCustomPolicy'] as const;

/** What IAM's simulator is asked. */
export interface SimulationQuestion {
  readonly policies: readonly string[];
  readonly boundary: readonly string[];
  readonly action: string;
  readonly resource: string;
  readonly context: readonly { readonly name: string; readonly values: readonly string[] }[];
}

/**
 * Asks IAM whether a caller's own policies allow something.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html
 */
export async function simulate(question: SimulationQuestion, terms: SessionTerms): Promise<'allowed' | 'denied'> {
  const { call, place } = accountSession(terms);
  const { client, SimulateCustomPolicyCommand } = await iam(place.region);
  const { policies, boundary, action, resource, context } = question;
  const request = new SimulateCustomPolicyCommand({
    PolicyInputList: [...policies],
    ...(boundary.length === 0 ? {} : { PermissionsBoundaryPolicyInputList: [...boundary] }),
    ActionNames: [action],
    ResourceArns: [resource],
    ContextEntries: context.map(({ name, values }) => ({
      ContextKeyName: name,
      ContextKeyValues: [...values],
      ContextKeyType: values.length > 1 ? 'stringList' : 'string',
    })),
  });
  const answer = await call('iam:SimulateCustomPolicy', (options) => client.send(request, options));
  const decision = answer.EvaluationResults?.[0]?.EvalDecision;
  if (decision === undefined) throw new CallFailure('failed', 'iam:SimulateCustomPolicy', 'no decision');
  return decision === 'allowed' ? 'allowed' : 'denied';
}
