import { lazyService, orAbsent, type AccountSession } from '../account-session';
import { arnParts } from '../arn-parts';
import { ABSENT, found, policyDocument, unreadable, type FactReader } from '../reader';

const iam = lazyService(() => import('../clients/iam'));

export const MANAGED_POLICY_ACTIONS = ['iam:GetPolicy', 'iam:GetPolicyVersion'] as const;

/** The default version of a managed policy; nothing if there is no such policy. */
export async function readManagedPolicy(PolicyArn: string, { call, place }: AccountSession): Promise<unknown> {
  const { client, GetPolicyCommand, GetPolicyVersionCommand } = await iam(place.region);
  const policy = await orAbsent(
    call('iam:GetPolicy', (options) => client.send(new GetPolicyCommand({ PolicyArn }), options)),
  );
  const VersionId = policy?.Policy?.DefaultVersionId;
  if (VersionId === undefined) return undefined;
  const version = await orAbsent(
    call('iam:GetPolicyVersion', (options) =>
      client.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }), options),
    ),
  );
  const document = version?.PolicyVersion?.Document;
  return document === undefined ? undefined : iamDocument(document);
}

/** AWS: IAM hands out its documents URL-encoded. */
export function iamDocument(text: string): unknown {
  try {
    return policyDocument(decodeURIComponent(text));
  } catch {
    return policyDocument(text);
  }
}

export const managedPolicyReader: FactReader = {
  kinds: ['managed-policy'],
  iamActions: MANAGED_POLICY_ACTIONS,
  read: async (arn, session) => {
    const owner = arnParts(arn)?.account;
    if (owner !== 'aws' && owner !== session.place.account) return unreadable('it is no policy of this account');
    const document = await readManagedPolicy(arn, session);
    return document === undefined ? ABSENT : found(document);
  },
};
