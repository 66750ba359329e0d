import type { Fact } from '#core/facts/facts';
import { lazyService, orAbsent, type AccountSession } from '../account-session';
import { arnParts } from '../arn-parts';
import { policyFact, unreadable, type FactReader } from '../reader';

const secretsManager = lazyService(() => import('../clients/secrets-manager'));
const dynamoDb = lazyService(() => import('../clients/dynamodb'));
const kinesis = lazyService(() => import('../clients/kinesis'));
const eventBridge = lazyService(() => import('../clients/event-bridge'));

type ReadPolicy = (arn: string, region: string, session: AccountSession) => Promise<string | undefined>;

const secretPolicy: ReadPolicy = async (SecretId, region, { call }) => {
  const { client, GetResourcePolicyCommand } = await secretsManager(region);
  const request = new GetResourcePolicyCommand({ SecretId });
  const send = call('secretsmanager:GetResourcePolicy', (options) => client.send(request, options));
  return (await orAbsent(send))?.ResourcePolicy;
};

const tablePolicy: ReadPolicy = async (ResourceArn, region, { call }) => {
  const { client, GetResourcePolicyCommand } = await dynamoDb(region);
  const request = new GetResourcePolicyCommand({ ResourceArn });
  const send = call('dynamodb:GetResourcePolicy', (options) => client.send(request, options));
  return (await orAbsent(send))?.Policy;
};

const streamPolicy: ReadPolicy = async (ResourceARN, region, { call }) => {
  const { client, GetResourcePolicyCommand } = await kinesis(region);
  const request = new GetResourcePolicyCommand({ ResourceARN });
  const send = call('kinesis:GetResourcePolicy', (options) => client.send(request, options));
  return (await orAbsent(send))?.Policy;
};

const busPolicy: ReadPolicy = async (Name, region, { call }) => {
  const { client, DescribeEventBusCommand } = await eventBridge(region);
  const request = new DescribeEventBusCommand({ Name });
  const send = call('events:DescribeEventBus', (options) => client.send(request, options));
  return (await orAbsent(send))?.Policy;
};

const BY_SERVICE: ReadonlyMap<string, ReadPolicy> = new Map([
  ['secretsmanager', secretPolicy],
  ['dynamodb', tablePolicy],
  ['kinesis', streamPolicy],
  ['events', busPolicy],
]);

/** Policies of secrets, tables, streams and event buses; those of other services are not read. */
export const resourcePolicyReader: FactReader = {
  kinds: ['resource-policy'],
  iamActions: [
    'secretsmanager:GetResourcePolicy',
    'dynamodb:GetResourcePolicy',
    'kinesis:GetResourcePolicy',
    'events:DescribeEventBus',
  ],
  read: async (arn, session): Promise<Fact> => {
    const parts = arnParts(arn);
    const read = BY_SERVICE.get(parts?.service ?? '');
    if (parts === undefined || read === undefined) return unreadable('policies of such resources are not read');
    if (parts.account !== session.place.account) return unreadable(`it belongs to account ${parts.account}`);
    return policyFact(await read(arn, parts.region, session));
  },
};
