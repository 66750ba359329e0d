import { lazyService, orAbsent } from '../account-session';
import { arnParts } from '../arn-parts';
import { ABSENT, found, policyDocument, unreadable, type FactReader } from '../reader';

const kms = lazyService(() => import('../clients/kms'));

/**
 * Reads a key by id, ARN, alias or ARN of an alias. Grants are not read: there may be thousands, and each may be bound to
 * an encryption context; the fact says so.
 */
export const keyReader: FactReader = {
  kinds: ['key'],
  iamActions: ['kms:DescribeKey', 'kms:GetKeyPolicy'],
  read: async (id, { call, place }) => {
    const parts = arnParts(id);
    if (parts !== undefined && parts.account !== place.account)
      return unreadable(`it belongs to account ${parts.account}`);
    const { client, DescribeKeyCommand, GetKeyPolicyCommand } = await kms(parts?.region ?? place.region);
    const described = await orAbsent(
      call('kms:DescribeKey', (options) => client.send(new DescribeKeyCommand({ KeyId: id }), options)),
    );
    const key = described?.KeyMetadata;
    if (key?.KeyId === undefined) return ABSENT;
    const request = new GetKeyPolicyCommand({ KeyId: key.KeyId, PolicyName: 'default' });
    const { Policy } = await call('kms:GetKeyPolicy', (options) => client.send(request, options));
    return found({
      arn: key.Arn,
      manager: key.KeyManager,
      policy: policyDocument(Policy ?? '{}'),
      grants: 'not-read',
    });
  },
};
