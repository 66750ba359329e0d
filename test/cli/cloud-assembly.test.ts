import {
  App,
  aws_dynamodb as dynamodb,
  aws_events as events,
  aws_events_targets as targets,
  aws_iam as iam,
  aws_lambda as lambda,
  aws_lambda_event_sources as sources,
  aws_logs as logs,
  aws_s3 as s3,
  aws_s3_notifications as notifications,
  aws_sns as sns,
  aws_sns_subscriptions as subscriptions,
  aws_sqs as sqs,
  custom_resources as resources,
  CustomResource,
  Duration,
  NestedStack,
  RemovalPolicy,
  Stack,
  Stage,
} from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { managedPolicyFacts } from '#account/packed-managed-policies';
import type { Judgement } from '#core/verdict/judgement';
import { runCommand } from './fake-io';

const folder = mkdtempSync(join(tmpdir(), 'assembly-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** As the CDK's command line sets it. */
const CONTEXT = { 'aws:cdk:enable-path-metadata': true, 'aws:cdk:enable-asset-metadata': true };
const ENV = { account: '111122223333', region: 'eu-west-1' };

function functionIn(scope: Construct, id: string): lambda.Function {
  return new lambda.Function(scope, id, {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => {};'),
  });
}

async function judged(name: string, build: (app: App) => void): Promise<readonly Judgement[]> {
  const outdir = join(folder, name);
  const app = new App({ outdir, context: CONTEXT });
  build(app);
  app.synth();
  const { out } = await runCommand(['check', '--format', 'json', outdir], {
    referenceFacts: managedPolicyFacts('schema/aws'),
  });
  const { judgements } = JSON.parse(out) as { judgements: readonly Judgement[] };
  return judgements.map((each) => ({ ...each, template: each.template.slice(outdir.length + 1) }));
}

it('an app of stacks, stages and nested stacks that works is passed', async () => {
  const judgements = await judged('works', (app) => {
    const storage = new Stack(app, 'Storage', { env: ENV });
    const bucket = new s3.Bucket(storage, 'Data', {
      autoDeleteObjects: true,
      removalPolicy: RemovalPolicy.DESTROY,
      encryption: s3.BucketEncryption.KMS,
    });
    const service = new Stack(app, 'Service', { env: ENV });
    const reader = functionIn(service, 'Reader');
    bucket.grantRead(reader);
    new logs.LogRetention(service, 'Keep', {
      logGroupName: `/aws/lambda/${reader.functionName}`,
      retention: logs.RetentionDays.ONE_DAY,
    });
    const inbox = new s3.Bucket(service, 'Inbox');
    inbox.addEventNotification(s3.EventType.OBJECT_CREATED, new notifications.LambdaDestination(reader));
    const inner = new NestedStack(service, 'Inner');
    const worker = functionIn(inner, 'Worker');
    inbox.grantReadWrite(worker);
    new sns.Topic(inner, 'News').addSubscription(new subscriptions.LambdaSubscription(worker));
    const prod = new Stack(new Stage(app, 'Prod'), 'Service');
    new sns.Topic(prod, 'News').addSubscription(new subscriptions.LambdaSubscription(functionIn(prod, 'Worker')));
  });

  expect(judgements.map(({ template }) => template)).toEqual([
    'Storage.template.json',
    'Service.template.json',
    expect.stringMatching(/^assembly-Prod\/ProdService.*\.template\.json$/),
  ]);
  expect(judgements.flatMap(({ findings, problems }) => [...findings, ...problems])).toEqual([]);
  expect(judgements.map(({ verdict }) => verdict)).toEqual(['pass', 'pass', 'pass']);
}, 30_000);

it('findings name the construct, in the nested stack too, and resources of other stacks by their stack', async () => {
  const judgements = await judged('broken', (app) => {
    const bucket = new s3.Bucket(new Stack(app, 'Storage'), 'Data');
    const service = new Stack(app, 'Service');
    const reading = () => new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [bucket.bucketArn] });
    functionIn(service, 'Reader').addToRolePolicy(reading());
    functionIn(new NestedStack(service, 'Inner'), 'Worker').addToRolePolicy(reading());
  });

  const findings = judgements.flatMap((judgement) => judgement.findings);
  expect(findings.map(({ rule, level, location }) => ({ rule, level, path: location.constructPath }))).toEqual([
    { rule: 'function-reads-bucket', level: 'block', path: 'Service/Reader/ServiceRole/DefaultPolicy/Resource' },
    { rule: 'function-reads-bucket', level: 'block', path: 'Service/Inner/Worker/ServiceRole/DefaultPolicy/Resource' },
  ]);
  expect(findings.map(({ resource }) => resource.logicalId)).toEqual([
    expect.stringMatching(/^Storage\.Data/),
    expect.stringMatching(/^Storage\.Data/),
  ]);
  expect(findings[1]?.location.file).toMatch(/ServiceInner.*\.nested\.template\.json$/);
  expect(findings[0]?.fix?.snippet).toMatch(/^# `Storage\.Data[A-Z0-9]+` is of another stack/);
}, 30_000);

/** What the CDK makes beside what is asked of it: providers, their functions and their roles. */
function habits(app: App): { readonly service: Stack; readonly worker: lambda.Function; readonly jobs: sqs.Queue } {
  const service = new Stack(app, 'Service', { env: ENV, crossRegionReferences: true });
  const worker = new lambda.Function(service, 'Worker', {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => {};'),
    logGroup: new logs.LogGroup(service, 'WorkerLogs', { retention: logs.RetentionDays.ONE_DAY }),
    tracing: lambda.Tracing.ACTIVE,
    deadLetterQueueEnabled: true,
    retryAttempts: 1,
  });
  const jobs = new sqs.Queue(service, 'Jobs', {
    encryption: sqs.QueueEncryption.KMS,
    deadLetterQueue: { queue: new sqs.Queue(service, 'Dead'), maxReceiveCount: 3 },
  });
  worker.addEventSource(new sources.SqsEventSource(jobs, { batchSize: 5 }));
  const table = new dynamodb.Table(service, 'Orders', {
    partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
    stream: dynamodb.StreamViewType.NEW_IMAGE,
  });
  table.grantReadWriteData(worker);
  table.grantStreamRead(worker);
  new lambda.EventSourceMapping(service, 'Changes', {
    target: worker,
    ...(table.tableStreamArn === undefined ? {} : { eventSourceArn: table.tableStreamArn }),
    startingPosition: lambda.StartingPosition.LATEST,
  });
  new events.Rule(service, 'Nightly', {
    schedule: events.Schedule.rate(Duration.days(1)),
    targets: [new targets.LambdaFunction(worker, { deadLetterQueue: new sqs.Queue(service, 'Lost') })],
  });
  return { service, worker, jobs };
}

it('what the CDK adds of its own is understood, and nothing false is said of it', async () => {
  const judgements = await judged('habits', (app) => {
    const { service, worker, jobs } = habits(app);
    new resources.AwsCustomResource(service, 'Lookup', {
      onUpdate: {
        service: 'SSM',
        action: 'GetParameter',
        parameters: { Name: '/app/version' },
        physicalResourceId: resources.PhysicalResourceId.of('version'),
      },
      policy: resources.AwsCustomResourcePolicy.fromSdkCalls({
        resources: resources.AwsCustomResourcePolicy.ANY_RESOURCE,
      }),
    });
    const provider = new resources.Provider(service, 'Provider', {
      onEventHandler: functionIn(service, 'OnEvent'),
      isCompleteHandler: functionIn(service, 'IsComplete'),
    });
    new CustomResource(service, 'Custom', { serviceToken: provider.serviceToken });
    const elsewhere = new Stack(app, 'Elsewhere', {
      env: { ...ENV, region: 'us-east-1' },
      crossRegionReferences: true,
    });
    new sns.Topic(elsewhere, 'News', { displayName: worker.functionName });
    const consumer = new Stack(app, 'Consumer', { env: ENV });
    const sender = functionIn(consumer, 'Sender');
    jobs.grantSendMessages(sender);
    worker.grantInvoke(sender);
    new s3.Bucket(service, 'Inbox').addObjectCreatedNotification(new notifications.SqsDestination(jobs));
  });

  expect(judgements).toHaveLength(3);
  expect(
    judgements.flatMap(({ template, findings, problems }) => [
      ...findings.map(({ level, key, message }) => ({ template, level, key, message })),
      ...problems,
    ]),
  ).toEqual([]);
}, 60_000);

it('breaks among them are named by their constructs', async () => {
  const judgements = await judged('broken-habits', (app) => {
    const { service, worker, jobs } = habits(app);
    const provider = new resources.Provider(service, 'Provider', { onEventHandler: functionIn(service, 'OnEvent') });
    new CustomResource(service, 'Custom', { serviceToken: provider.serviceToken });
    const withoutGrant = functionIn(service, 'Poller');
    new lambda.EventSourceMapping(service, 'Polls', { target: withoutGrant, eventSourceArn: jobs.queueArn });
    for (const each of [...service.node.findChild('Nightly').node.findAll(), ...worker.node.findAll()])
      if (each instanceof lambda.CfnPermission) each.addPropertyOverride('Principal', 's3.amazonaws.com');
  });

  const blocks = judgements.flatMap(({ findings }) => findings).filter(({ level }) => level === 'block');
  expect([...new Set(blocks.map(({ rule, location }) => `${rule} ${location.constructPath ?? ''}`))].sort()).toEqual([
    'event-rule-invokes-function Service/Nightly/Resource',
    'lambda-decrypts-event-source Service/Polls/Resource',
    'lambda-polls-queue Service/Polls/Resource',
  ]);
}, 60_000);
