import {
  App,
  aws_iam as iam,
  aws_lambda as lambda,
  aws_logs as logs,
  aws_s3 as s3,
  aws_s3_notifications as notifications,
  aws_sns as sns,
  aws_sns_subscriptions as subscriptions,
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
