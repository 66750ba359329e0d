import type { Fact } from '#core/facts/facts';
import {
  REGION,
  arnOf,
  KEY,
  BUCKET,
  QUEUE,
  TOPIC,
  STREAM,
  TABLE,
  SECRET,
  ROOT,
  service,
  keyFacts,
  encrypted,
  NEW,
  type Statement,
  worker,
} from './encrypted';
import { ACCOUNT, judged, verdictOn } from './judged';

describe('what is wired to something outside that a customer key encrypts', () => {
  const poll = (EventSourceArn: string, more: object = {}) => ({
    Poll: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { FunctionName: { Ref: 'Worker' }, EventSourceArn, StartingPosition: 'LATEST', ...more },
    },
  });
  const ruleTo = (Arn: string, more: object = {}) => ({
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: { ScheduleExpression: 'rate(1 hour)', Targets: [{ Id: 'a', Arn, ...more }] },
    },
  });
  const notifies = (QueueArn: string) => ({
    Uploads: {
      Type: 'AWS::S3::Bucket',
      Properties: {
        BucketName: 'uploads',
        NotificationConfiguration: { QueueConfigurations: [{ Event: 's3:ObjectCreated:*', Queue: QueueArn }] },
      },
    },
  });
  const subscribes = (Endpoint: string, more: object = {}) => ({
    Subscription: {
      Type: 'AWS::SNS::Subscription',
      Properties: { Protocol: 'sqs', TopicArn: TOPIC, Endpoint, ...more },
    },
  });
  const machine = {
    Machine: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
        DefinitionString: JSON.stringify({
          StartAt: 'Send',
          States: {
            Send: {
              Type: 'Task',
              Resource: 'arn:aws:states:::sqs:sendMessage',
              Parameters: { QueueUrl: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/orders`, MessageBody: 'x' },
              End: true,
            },
          },
        }),
      },
    },
  };
  const deadLetters = (Arn: string) => ({
    Worker: {
      ...worker().Worker,
      Properties: { ...worker().Worker.Properties, DeadLetterConfig: { TargetArn: Arn } },
    },
  });
  const onFailure = (Destination: string) => ({
    Outcome: {
      Type: 'AWS::Lambda::EventInvokeConfig',
      Properties: {
        FunctionName: { Ref: 'Worker' },
        Qualifier: '$LATEST',
        DestinationConfig: { OnFailure: { Destination } },
      },
    },
  });

  const byRole: readonly { name: string; rule: string; arn: string; more: object; level?: string }[] = [
    { name: 'a queue that is polled', rule: 'lambda-decrypts-event-source', arn: QUEUE, more: poll(QUEUE) },
    { name: 'a stream that is polled', rule: 'lambda-decrypts-event-source', arn: STREAM, more: poll(STREAM) },
    {
      name: 'a stream that a consumer reads',
      rule: 'lambda-decrypts-event-source',
      arn: STREAM,
      more: poll(`${STREAM}/consumer/c:1`),
    },
    {
      name: 'a table whose stream is polled',
      rule: 'lambda-decrypts-table-stream',
      arn: TABLE,
      more: poll(`${TABLE}/stream/2026-01-01T00:00:00.000`),
      level: 'warn',
    },
    {
      name: 'the secret of a broker',
      rule: 'lambda-decrypts-event-source-secret',
      arn: `${SECRET}-AbCdEf`,
      more: poll(arnOf('mq', 'broker:b:b-1'), {
        SourceAccessConfigurations: [{ Type: 'BASIC_AUTH', URI: `${SECRET}-AbCdEf` }],
      }),
    },
    { name: 'a dead-letter queue', rule: 'sender-encrypts-message', arn: QUEUE, more: deadLetters(QUEUE) },
    { name: 'a destination', rule: 'sender-encrypts-message', arn: TOPIC, more: onFailure(TOPIC) },
    {
      name: 'a bucket of failed batches',
      rule: 'sender-encrypts-message',
      arn: BUCKET,
      more: poll(arnOf('kinesis', 'stream/other'), { DestinationConfig: { OnFailure: { Destination: BUCKET } } }),
    },
    { name: 'what a state machine sends to', rule: 'sender-encrypts-message', arn: QUEUE, more: machine },
  ];

  it.each(byRole)('$name takes its key of the role', ({ rule, arn, more, level = 'block' }) => {
    const facts = { ...keyFacts(), ...encrypted(arn) };
    const on = (...statements: readonly Statement[]) => ({ ...worker(...statements), ...more });
    const open = judged({ resources: on(), ...NEW });
    const without = judged({ resources: on(), facts, ...NEW });
    const withKey = judged({ resources: on(['kms:*', KEY]), facts, ...NEW });

    expect(verdictOn(rule, open)).toBe('allowed');
    expect(verdictOn(rule, without)).toBe(`${level} implicit-deny`);
    expect(without.findings.find((each) => each.rule === rule)).toMatchObject({
      resource: { arn: KEY },
      message: expect.stringMatching(/`(Worker|Role)` cannot call `kms:/) as string,
    });
    expect(verdictOn(rule, withKey)).toBe('allowed');
  });

  const byService: readonly {
    name: string;
    rule: string;
    managed: string;
    arn: string;
    more: object;
    principal: string;
    level?: string;
  }[] = [
    {
      name: 'S3 notifies',
      rule: 'key-allows-s3-notification',
      managed: 'aws-managed-key-stops-delivery',
      arn: QUEUE,
      more: notifies(QUEUE),
      principal: 's3.amazonaws.com',
    },
    {
      name: 'SNS delivers to',
      rule: 'key-allows-delivery',
      managed: 'aws-managed-key-stops-delivery',
      arn: QUEUE,
      more: subscribes(QUEUE),
      principal: 'sns.amazonaws.com',
    },
    {
      name: 'a rule targets',
      rule: 'key-allows-delivery',
      managed: 'aws-managed-key-stops-delivery',
      arn: TOPIC,
      more: ruleTo(TOPIC),
      principal: 'events.amazonaws.com',
    },
    {
      name: 'a rule keeps dead letters in',
      rule: 'key-allows-dead-letters',
      managed: 'aws-managed-key-stops-dead-letters',
      arn: QUEUE,
      more: ruleTo(arnOf('lambda', 'function:x'), { DeadLetterConfig: { Arn: QUEUE } }),
      principal: 'events.amazonaws.com',
      level: 'warn',
    },
    {
      name: 'SNS keeps dead letters in',
      rule: 'key-allows-dead-letters',
      managed: 'aws-managed-key-stops-dead-letters',
      arn: QUEUE,
      more: subscribes(arnOf('sqs', 'plain'), { RedrivePolicy: { deadLetterTargetArn: QUEUE } }),
      principal: 'sns.amazonaws.com',
      level: 'warn',
    },
  ];

  it.each(byService)(
    'what $name takes its key of the service',
    ({ rule, managed, arn, more, principal, level = 'block' }) => {
      const resources = { ...more };
      const verdictWhere = (on: string, facts: Readonly<Record<string, Fact>>) =>
        verdictOn(on, judged({ resources, facts, ...NEW }));

      expect(verdictWhere(rule, {})).toBe('allowed');
      expect(verdictWhere(rule, { ...keyFacts(), ...encrypted(arn) })).toBe(`${level} implicit-deny`);
      expect(verdictWhere(rule, { ...keyFacts([ROOT, service(principal)]), ...encrypted(arn) })).toBe('allowed');
      expect(verdictWhere(managed, { ...keyFacts(), ...encrypted(arn) })).toBe('allowed');
      expect(verdictWhere(managed, encrypted(arn, 'alias/aws/sqs'))).toBe(`${level} implicit-deny`);
      expect(verdictWhere(managed, { ...keyFacts([ROOT], 'AWS'), ...encrypted(arn) })).toBe(`${level} implicit-deny`);
    },
  );

  it('says who cannot deliver what to where, and why', () => {
    const resources = { ...worker(), ...subscribes(QUEUE), ...poll(QUEUE) };
    const { findings } = judged({ resources, facts: encrypted(QUEUE, 'alias/aws/sqs'), ...NEW });

    expect(findings.find((each) => each.rule === 'aws-managed-key-stops-delivery')).toMatchObject({
      function: 'Worker',
      action: 'kms:GenerateDataKey',
      message: `\`sns.amazonaws.com\` cannot deliver from \`Subscription\` to \`${QUEUE}\`, because it is encrypted with the AWS managed key \`alias/aws/sqs\``,
    });
  });
});
