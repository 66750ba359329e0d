import type { TemplateNode } from '#core/template/node';
import { parseTemplate } from '#core/template/parse-template';

export type TemplateFormat = 'yaml' | 'json';

const RESOURCES_OF_A_SERVICE = 10;

/** A template of services that work, each with a function, what triggers it, what it uses and who it calls; a multiple of ten resources. */
export function generateTemplate(resources: number, format: TemplateFormat, notes = 0): string {
  const count = Math.max(1, Math.round(resources / RESOURCES_OF_A_SERVICE));
  const services = Array.from({ length: count }, (_, at) => service(`S${at}`, `S${(at + 1) % count}`));
  const yaml = `${HEAD}${metadata(notes)}Resources:\n${services.join('')}${outputs(count)}`;
  return format === 'yaml' ? yaml : JSON.stringify(asJson(parseTemplate(yaml).template?.root), null, 2);
}

const HEAD = `AWSTemplateFormatVersion: 2010-09-09
Parameters:
  Stage: { Type: String, Default: prod, AllowedValues: [dev, prod] }
Mappings:
  Retention: { dev: { Days: 7 }, prod: { Days: 90 } }
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
`;

function service(name: string, next: string): string {
  return `  ${name}Logs:
    Type: AWS::Logs::LogGroup
    Properties:
      LogGroupName: !Sub /aws/lambda/\${${name}Worker}
      RetentionInDays: !FindInMap [Retention, !Ref Stage, Days]
  ${name}Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement:
          - Effect: Allow
            Principal: { Service: !Sub 'lambda.\${AWS::URLSuffix}' }
            Action: sts:AssumeRole
      ManagedPolicyArns:
        - !Sub arn:\${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole
        - !Sub arn:\${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole
      Policies:
        - PolicyName: work
          PolicyDocument:
            Version: 2012-10-17
            Statement:
              - Effect: Allow
                Action: [s3:GetObject, s3:PutObject]
                Resource: !Sub '\${${name}Data.Arn}/*'
              - Effect: Allow
                Action: [dynamodb:GetItem, dynamodb:PutItem, dynamodb:Query]
                Resource: !GetAtt ${name}Table.Arn
              - Effect: Allow
                Action: lambda:InvokeFunction
                Resource: !GetAtt ${next}Worker.Arn
  ${name}Worker:
    Type: AWS::Lambda::Function
    Properties:
      Role: !GetAtt ${name}Role.Arn
      Runtime: nodejs22.x
      Handler: index.handler
      MemorySize: !If [IsProd, 1024, 256]
      Code: { S3Bucket: !Sub 'artifacts-\${AWS::AccountId}-\${AWS::Region}', S3Key: !Join [/, [!Ref Stage, ${name}, code.zip]] }
      Environment:
        Variables:
          TABLE: !Ref ${name}Table
          DATA: !Ref ${name}Data
          NEXT: !Ref ${next}Worker
  ${name}Queue:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: 180
      RedrivePolicy: { deadLetterTargetArn: !GetAtt ${name}Failed.Arn, maxReceiveCount: 5 }
  ${name}Failed:
    Type: AWS::SQS::Queue
    Properties: { MessageRetentionPeriod: 1209600 }
  ${name}Source:
    Type: AWS::Lambda::EventSourceMapping
    Properties: { EventSourceArn: !GetAtt ${name}Queue.Arn, FunctionName: !Ref ${name}Worker }
  ${name}Data:
    Type: AWS::S3::Bucket
    Properties:
      BucketEncryption:
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: AES256 } }]
  ${name}Table:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
  ${name}Topic:
    Type: AWS::SNS::Topic
    Properties:
      Subscription: [{ Protocol: lambda, Endpoint: !GetAtt ${name}Worker.Arn }]
  ${name}Permission:
    Type: AWS::Lambda::Permission
    Properties:
      Action: lambda:InvokeFunction
      FunctionName: !Ref ${name}Worker
      Principal: sns.amazonaws.com
      SourceArn: !Ref ${name}Topic
`;
}

/** What makes a template long and means nothing. */
function metadata(notes: number): string {
  const lines = Array.from(
    { length: notes },
    (_, at) => `  - { Note: ${at}, Text: '${'as it was decided '.repeat(8)}' }\n`,
  );
  return notes === 0 ? '' : `Metadata:\n  Notes:\n${lines.join('')}`;
}

function outputs(count: number): string {
  const lines = Array.from({ length: count }, (_, at) => `  S${at}Arn: { Value: !GetAtt S${at}Worker.Arn }\n`);
  return `Outputs:\n${lines.join('')}`;
}

/** JSON has no short forms of functions; the parser has spelt them long already. */
function asJson(node: TemplateNode | undefined): unknown {
  switch (node?.kind) {
    case 'map':
      return Object.fromEntries([...node.entries].map(([key, { value }]) => [key, asJson(value)]));
    case 'seq':
      return node.items.map(asJson);
    case 'scalar':
      return node.value;
    case undefined:
      return undefined;
  }
}
