import { ACCOUNT, found, TRUST } from './judged';

export const REGION = 'eu-west-1';
export const arnOf = (service: string, name: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${name}`;
export const KEY = arnOf('kms', 'key/1234abcd-12ab-34cd-56ef-1234567890ab');
export const ALIAS = arnOf('kms', 'alias/data');
export const BUCKET = 'arn:aws:s3:::data';
export const QUEUE = arnOf('sqs', 'orders');
export const TOPIC = arnOf('sns', 'news');
export const STREAM = arnOf('kinesis', 'stream/clicks');
export const TABLE = arnOf('dynamodb', 'table/orders');
export const SECRET = arnOf('secretsmanager', 'secret:db');

export const ROOT = {
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
  Action: 'kms:*',
  Resource: '*',
};
export const service = (Service: string) => ({
  Effect: 'Allow',
  Principal: { Service },
  Action: ['kms:GenerateDataKey*', 'kms:Decrypt'],
  Resource: '*',
});
const key = (statements: readonly object[] = [ROOT], manager = 'CUSTOMER') =>
  found({ arn: KEY, manager, policy: { Version: '2012-10-17', Statement: statements }, grants: 'not-read' });
/** The account knows the key by its ARN and by its alias. */
export const keyFacts = (statements?: readonly object[], manager?: string) => ({
  [`key:${KEY}`]: key(statements, manager),
  [`key:${ALIAS}`]: key(statements, manager),
});
export const encrypted = (arn: string, name: string | null = KEY) => ({
  [`encryption:${arn}`]: found({ key: name, ...(arn === BUCKET ? { bucketKey: true } : {}) }),
});
/** The stack is yet to be made: none of its roles can have a grant of the key. */
export const NEW = { deployed: new Map<string, string>() };

export type Statement = readonly [action: string | readonly string[], resource: unknown];
/** A function whose role is allowed this and no more. */
export const worker = (...statements: readonly Statement[]) => ({
  Worker: {
    Type: 'AWS::Lambda::Function',
    Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] }, Code: { ZipFile: '' } },
  },
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: { AssumeRolePolicyDocument: TRUST, Policies: [policy(...statements)] },
  },
});
export const policy = (...statements: readonly Statement[]) => ({
  PolicyName: 'own',
  PolicyDocument: {
    Version: '2012-10-17',
    Statement: statements.map(([Action, Resource]) => ({ Effect: 'Allow', Action, Resource })),
  },
});
