import { accountFactSource } from '#account/fact-source';
import type { Fact } from '#core/facts/facts';
import { SYSTEM_CLOCK, timeBudget } from '#hook/time-budget';
import { startFakeAws, type FakeAws, type Replies } from './fake-aws';
import { ACCOUNT, bucketEncryption, KEY, PLACE, read, TERMS } from './full-account';

let aws: FakeAws;
beforeAll(async () => {
  aws = await startFakeAws();
});
afterAll(() => {
  aws.close();
});

function readIn(replies: Replies, id: string): Promise<Fact> {
  aws.reply({ ...ACCOUNT, ...replies });
  return read({ kind: 'encryption', id });
}

describe('the reader of encryption', () => {
  it.each<{ id: string; replies?: Replies; value: object }>([
    { id: 'arn:aws:s3:::data', value: { key: KEY, bucketKey: true } },
    {
      id: 'arn:aws:s3:::data',
      replies: { 's3:GetEncryptionConfiguration': { body: bucketEncryption('', 'AES256') } },
      value: { key: null, bucketKey: false },
    },
    {
      id: 'arn:aws:s3:::data',
      replies: { 's3:GetEncryptionConfiguration': { body: bucketEncryption('') } },
      value: { key: null, bucketKey: false },
    },
    { id: 'arn:aws:sqs:eu-west-1:111122223333:orders', value: { key: 'alias/data' } },
    {
      id: 'arn:aws:sqs:eu-west-1:111122223333:orders',
      replies: { 'sqs:GetQueueAttributes': {} },
      value: { key: null },
    },
    { id: 'arn:aws:sns:eu-west-1:111122223333:encrypted', value: { key: 'alias/aws/sns' } },
    { id: 'arn:aws:sns:eu-west-1:111122223333:orders', value: { key: null } },
    { id: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf', value: { key: KEY } },
    {
      id: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf',
      replies: { 'secretsmanager:DescribeSecret': { Name: 'db' } },
      value: { key: null },
    },
    { id: 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders', value: { key: KEY } },
    {
      id: 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders',
      replies: { 'dynamodb:DescribeTable': { Table: { TableName: 'orders' } } },
      value: { key: null },
    },
    { id: 'arn:aws:kinesis:eu-west-1:111122223333:stream/orders', value: { key: 'alias/data' } },
    {
      id: 'arn:aws:kinesis:eu-west-1:111122223333:stream/orders',
      replies: { 'kinesis:DescribeStreamSummary': { StreamDescriptionSummary: { EncryptionType: 'NONE' } } },
      value: { key: null },
    },
  ])('says what encrypts `$id`: $value', async ({ id, replies = {}, value }) => {
    expect(await readIn(replies, id)).toEqual({ status: 'found', value });
  });

  it('asks a queue and a topic once for their policy and their key', async () => {
    const queue = 'arn:aws:sqs:eu-west-1:111122223333:orders';
    const topic = 'arn:aws:sns:eu-west-1:111122223333:orders';
    aws.reply(ACCOUNT);
    await accountFactSource(PLACE, TERMS).read(
      [
        { kind: 'queue', id: queue },
        { kind: 'encryption', id: queue },
        { kind: 'topic', id: topic },
        { kind: 'encryption', id: topic },
      ],
      timeBudget(20_000, SYSTEM_CLOCK),
    );

    expect([...aws.calls].sort()).toEqual(['sns:GetTopicAttributes', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl']);
  });

  it.each<{ id: string; replies: Replies }>([
    {
      id: 'arn:aws:s3:::none',
      replies: { 's3:GetEncryptionConfiguration': { error: 'NoSuchBucket', status: 404 } },
    },
    {
      id: 'arn:aws:s3:::plain',
      replies: {
        's3:GetEncryptionConfiguration': { error: 'ServerSideEncryptionConfigurationNotFoundError', status: 404 },
      },
    },
    {
      id: 'arn:aws:sqs:eu-west-1:111122223333:none',
      replies: { 'sqs:GetQueueUrl': { error: 'QueueDoesNotExist', status: 400 } },
    },
    {
      id: 'arn:aws:sns:eu-west-1:111122223333:none',
      replies: { 'sns:GetTopicAttributes': { error: 'NotFound', status: 404 } },
    },
    {
      id: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:none',
      replies: { 'secretsmanager:DescribeSecret': { error: 'ResourceNotFoundException', status: 400 } },
    },
    {
      id: 'arn:aws:dynamodb:eu-west-1:111122223333:table/none',
      replies: { 'dynamodb:DescribeTable': { error: 'ResourceNotFoundException', status: 400 } },
    },
    {
      id: 'arn:aws:kinesis:eu-west-1:111122223333:stream/none',
      replies: { 'kinesis:DescribeStreamSummary': { error: 'ResourceNotFoundException', status: 400 } },
    },
  ])('tells that there is no `$id`', async ({ id, replies }) => {
    expect(await readIn(replies, id)).toEqual({ status: 'absent' });
  });
});
