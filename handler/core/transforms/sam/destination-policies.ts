import type { TemplateNode } from '#core/template/node';
import type { Draft, DraftMap } from '../draft';
import { allow, inlinePolicy } from './role';

interface DestinationPolicy {
  /** Begins the policy's name. */
  readonly prefix: string;
  readonly at: TemplateNode;
  readonly arn: Draft;
}

const STATEMENTS: ReadonlyMap<
  string,
  { readonly name: string; readonly statements: (arn: Draft) => readonly DraftMap[] }
> = new Map([
  ['SQS', { name: 'SQSPolicy', statements: (arn) => [allow('sqs:SendMessage', arn)] }],
  ['SNS', { name: 'SNSPolicy', statements: (arn) => [allow('sns:publish', arn)] }],
  ['EventBridge', { name: 'EventBridgePolicy', statements: (arn) => [allow('events:PutEvents', arn)] }],
  ['Lambda', { name: 'LambdaPolicy', statements: (arn) => [allow('lambda:InvokeFunction', arn)] }],
  [
    'S3',
    {
      name: 'S3Policy',
      statements: (arn) => [allow('s3:PutObject', { 'Fn::Join': ['/', [arn, '*']] }), allow('s3:ListBucket', arn)],
    },
  ],
  ['StateMachine', { name: 'StartExecutionPolicy', statements: (arn) => [allow('states:StartExecution', arn)] }],
]);

export type DestinationKind = 'SQS' | 'SNS' | 'EventBridge' | 'Lambda' | 'S3' | 'StateMachine';

/** The inline policy by which SAM lets a role send to a destination. */
export function destinationPolicy(kind: DestinationKind, { prefix, at, arn }: DestinationPolicy): TemplateNode {
  const found = STATEMENTS.get(kind);
  return inlinePolicy({ name: `${prefix}${found?.name ?? ''}`, at }, found?.statements(arn) ?? []);
}
