import { lazyService, orAbsent } from '../account-session';
import { arnParts } from '../arn-parts';
import { ABSENT, policyFact, unreadable, type FactReader } from '../reader';

const s3 = lazyService(() => import('../clients/s3'));

export const bucketPolicyReader: FactReader = {
  kinds: ['bucket'],
  iamActions: ['s3:GetBucketPolicy'],
  read: async (arn, { call, place }) => {
    const parts = arnParts(arn);
    if (parts?.service !== 's3' || parts.account !== '') return unreadable('it is no ARN of a bucket');
    const { client, GetBucketPolicyCommand } = await s3(place.region);
    const request = new GetBucketPolicyCommand({ Bucket: parts.resource });
    const answer = await orAbsent(call('s3:GetBucketPolicy', (options) => client.send(request, options)));
    return answer === undefined ? ABSENT : policyFact(answer.Policy);
  },
};
