import { positionAt } from '#core/template/position';
import { at, expand, SAM, worker } from './expand-text';
import { jsonOf } from './json-template';

/** A template, the line of its problem, and what the problem says. */
type Refused = readonly [string, number, RegExp];

describe('what SAM would refuse', () => {
  it.each<readonly [string, Refused]>([
    [
      'an unknown policy template',
      [worker('      Policies:\n        - NoSuchPolicy: {}'), 8, /no policy template `NoSuchPolicy`/],
    ],
    [
      'a missing parameter',
      [worker('      Policies:\n        - S3ReadPolicy: { Bucket: a }'), 8, /`S3ReadPolicy` lacks `BucketName`/],
    ],
    [
      'a template without parameters',
      [worker('      Policies:\n        - AMIDescribePolicy:'), 8, /wants a map of parameters/],
    ],
    [
      'policies of two kinds',
      [
        worker('      Policies:\n        - !If [C, AmazonSQSFullAccess, { S3ReadPolicy: { BucketName: a } }]'),
        8,
        /two of one kind/,
      ],
    ],
    ['an unknown event type', [worker('      Events:\n        Poll: { Type: Kinesys }'), 8, /no event type `Kinesys`/]],
    [
      'a bucket of another stack',
      [
        worker('      Events:\n        Upload: { Type: S3, Properties: { Bucket: other, Events: a } }'),
        8,
        /bucket of this template/,
      ],
    ],
    [
      'a dead-letter queue without type',
      [worker('      DeadLetterQueue:\n        TargetArn: arn'), 8, /`Type` \(`SQS` or `SNS`\)/],
    ],
    [
      'a destination without type',
      [
        worker('      EventInvokeConfig:\n        DestinationConfig: { OnFailure: { Destination: arn } }'),
        8,
        /`Type` of a destination/,
      ],
    ],
    [
      'an alias that is computed',
      [worker('      AutoPublishAlias: !Sub "${AWS::StackName}"'), 7, /`AutoPublishAlias` wants/],
    ],
    [
      'a global role',
      [
        `${SAM}Globals:\n  Function:\n    Role: arn\nResources: { Queue: { Type: AWS::SQS::Queue } }`,
        4,
        /not a property that `Globals.Function` takes/,
      ],
    ],
    [
      'an id that is taken',
      [
        worker('      Handler: i.h\n  WorkerRole: { Type: AWS::SQS::Queue }'),
        4,
        /`WorkerRole` here, which the template has already/,
      ],
    ],
    [
      'an unknown serverless type',
      [
        `${SAM}Resources:\n  A: { Type: AWS::Serverless::Fonction }`,
        3,
        /no SAM resource type `AWS::Serverless::Fonction`/,
      ],
    ],
    [
      'a connector to nowhere',
      [
        `${SAM}Resources:\n  A:\n    Type: AWS::Serverless::Connector\n    Properties: { Source: { Id: B }, Destination: { Id: C }, Permissions: [Read] }`,
        5,
        /connector `A` cannot be made/,
      ],
    ],
  ])('%s is a problem at its place, and fatal to nothing', (_, [text, line, message]) => {
    const { problems } = expand(text);

    expect(problems).toEqual([
      expect.objectContaining({ message: expect.stringMatching(message) as string, fatal: false }),
    ]);
    expect(positionAt(text)(problems[0]?.start ?? -1).line).toBe(line);
  });

  it.each<readonly [string, string]>([
    ['an unknown policy template', '      Policies: [{ NoSuchPolicy: {} }]'],
    ['a missing parameter', '      Policies: [{ S3ReadPolicy: {} }]'],
    ['an unknown event type', '      Events: { Poll: { Type: Kinesys } }'],
    ['a dead-letter queue without type', '      DeadLetterQueue: { TargetArn: arn }'],
  ])('%s leaves the role unknown, not empty', (_, properties) => {
    const { root } = expand(worker(properties));
    const policies = JSON.stringify(jsonOf(at(root, 'Resources', 'WorkerRole', 'Properties', 'Policies')));

    expect(policies).toContain('"Fn::Transform":{"Name":"AWS::Serverless-2016-10-31"}');
  });
});

describe('hostile templates', () => {
  it.each<readonly [string, string]>([
    ['properties that are a text', `${SAM}Resources: { A: { Type: AWS::Serverless::Function, Properties: text } }`],
    ['a resource that is a list', `${SAM}Resources: { A: [1], B: text, C: null }`],
    ['no resources', SAM],
    [
      'everything a list',
      worker('      Policies: [[[]]]\n      Events: [1]\n      Tags: [1]\n      Environment: 1\n      VpcConfig: [1]'),
    ],
    [
      'inherited names',
      worker(
        '      Policies: [{ constructor: {} }, { __proto__: {} }]\n      Events: { __proto__: { Type: __proto__ } }',
      ),
    ],
    [
      'an event without anything',
      worker('      Events: { A: , B: { Type: Api }, C: { Type: HttpApi }, D: { Type: SQS }, E: { Type: MQ } }'),
    ],
    [
      'a bare state machine',
      `${SAM}Resources: { A: { Type: AWS::Serverless::StateMachine, Properties: { Events: 1, Policies: 7 } } }`,
    ],
    [
      'bare others',
      `${SAM}Resources: { A: { Type: AWS::Serverless::GraphQLApi }, B: { Type: AWS::Serverless::Connector }, C: { Type: AWS::Serverless::WebSocketApi }, D: { Type: AWS::Serverless::Application } }`,
    ],
  ])('%s does not stop the expansion', (_, text) => {
    expect(expand(text).problems.every(({ fatal }) => !fatal)).toBe(true);
  });
});
