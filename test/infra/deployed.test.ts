import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  AttachPolicyCommand,
  CreateOrganizationalUnitCommand,
  CreateOrganizationCommand,
  CreatePolicyCommand,
  ListRootsCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { execFileSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readGuardrails } from '../../infra/organization/guardrails';
import { obstaclesIn } from '../../infra/organization/obstacles';
import { hasMoto, startMoto } from '../account/moto-server';
import { startLocalCloud, type LocalCloud } from '../demo/local-cloud';
import { startLocalFunction, type LocalFunction } from '../demo/local-function';
import { accountStack } from './stacks';

const REGION = 'eu-central-1';
const ACCOUNT = '123456789012';
const ASSETS = `cdk-hnb659fds-assets-${ACCOUNT}-${REGION}`;
const PAYLOAD_HOST = `cloudformation-payloads.s3.${REGION}.amazonaws.com`;

interface AssetManifest {
  readonly files: Readonly<Record<string, { readonly source: { readonly path: string; readonly packaging: string } }>>;
}

/** moto knows no hooks; to an output that names one it says that there is no such resource. */
function withoutHook(template: string): string {
  const { Resources, ...rest } = JSON.parse(template) as {
    readonly Resources: Readonly<Record<string, { readonly Type: string }>>;
  };
  const known = Object.entries(Resources).filter(([, { Type }]) => Type !== 'AWS::CloudFormation::LambdaHook');
  return JSON.stringify({ ...rest, Outputs: {}, Resources: Object.fromEntries(known) });
}

interface Deployed {
  readonly stackId: string;
  readonly types: readonly (string | undefined)[];
  readonly functionArn: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Creates the stack as the CDK would: the bucket and the parameter that bootstrapping leaves, the bundle in it, the stack. */
async function deploy(template: string, assetKey: string): Promise<Deployed> {
  const settings = { region: REGION };
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  const CreateBucketConfiguration = { LocationConstraint: REGION } as const;
  await s3.send(new CreateBucketCommand({ Bucket: ASSETS, CreateBucketConfiguration }));
  // moto runs no code: that the object is there is all it asks.
  await s3.send(new PutObjectCommand({ Bucket: ASSETS, Key: assetKey, Body: 'zip' }));
  const version = { Name: '/cdk-bootstrap/hnb659fds/version', Value: '32', Type: 'String' } as const;
  await new SSMClient(settings).send(new PutParameterCommand(version));
  const cloudFormation = new CloudFormationClient(settings);
  const StackName = 'permission-hook';
  await cloudFormation.send(
    new CreateStackCommand({ StackName, TemplateBody: withoutHook(template), Capabilities: ['CAPABILITY_IAM'] }),
  );
  const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
  expect(Stacks?.[0]?.StackStatus).toBe('CREATE_COMPLETE');
  const stackId = Stacks?.[0]?.StackId ?? '';
  const { StackResourceSummaries = [] } = await cloudFormation.send(new ListStackResourcesCommand({ StackName }));
  const FunctionName = `permission-hook-${stackId.split('/')[2] ?? ''}`;
  const deployed = await new LambdaClient(settings).send(new GetFunctionConfigurationCommand({ FunctionName }));
  return {
    stackId,
    types: StackResourceSummaries.map(({ ResourceType }) => ResourceType),
    functionArn: deployed.FunctionArn ?? '',
    environment: { ...deployed.Environment?.Variables },
  };
}

(hasMoto('the deployment of the account stack') ? describe : describe.skip)('the account stack, created', () => {
  mkdirSync('.cache', { recursive: true });
  const folder = mkdtempSync(resolve('.cache/deployed-'));
  let moto: ChildProcess;
  let cloud: LocalCloud;
  let gate: LocalFunction;
  let template = '';
  let deployed: Deployed;

  beforeAll(async () => {
    execFileSync(process.execPath, ['test/config/build.mjs', join(folder, 'built')]);
    const app = new App({ outdir: join(folder, 'cdk.out') });
    const code = Code.fromAsset(join(folder, 'built/hook'));
    accountStack({ code, settings: 'unknown: warn', encryptsLogs: true }, app);
    const assembly = app.synth();
    template = JSON.stringify(assembly.stacks[0]?.template);
    const manifest = readFileSync(join(assembly.directory, 'PermissionHook.assets.json'), 'utf8');
    const { files } = JSON.parse(manifest) as AssetManifest;
    const [hash = '', asset] = Object.entries(files).find(([, { source }]) => source.packaging === 'zip') ?? [];

    moto = await startMoto(REGION);
    deployed = await deploy(template, `${hash}.zip`);
    cloud = await startLocalCloud(`${deployed.functionArn}:live`);
    gate = startLocalFunction({
      runtime: join(folder, 'built/demo/main.mjs'),
      taskRoot: join(assembly.directory, asset?.source.path ?? ''),
      cloudHost: cloud.host,
      payloadHost: PAYLOAD_HOST,
      environment: { ...deployed.environment, AWS_ENDPOINT_URL: process.env['AWS_ENDPOINT_URL'] ?? '' },
    });
  }, 60_000);

  afterAll(async () => {
    if (moto.kill()) await once(moto, 'exit');
    await gate.stop();
    cloud.close();
    rmSync(folder, { recursive: true });
  });

  async function ask(key: string, text: string): Promise<unknown> {
    cloud.putPayload(key, { template: text, previousTemplate: '' });
    const asked = cloud.invoke({
      clientRequestToken: key,
      awsAccountId: ACCOUNT,
      stackId: deployed.stackId,
      hookTypeName: 'Private::Lambda::PermissionHook',
      hookTypeVersion: '00000001',
      actionInvocationPoint: 'CREATE_PRE_PROVISION',
      requestData: {
        targetName: 'STACK',
        targetType: 'STACK',
        targetLogicalId: 'permission-hook',
        payload: `https://${PAYLOAD_HOST}/${key}?X-Amz-Signature=demo`,
      },
      // The last attempt: what cannot be read then stays unknown.
      requestContext: { invocation: 3, callbackContext: null },
    });
    return Promise.race([asked, gate.ended]);
  }

  it('is told of the policies above a unit, from the root down', async () => {
    const organizations = new OrganizationsClient({ region: 'us-east-1' });
    await organizations.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }));
    const { Roots } = await organizations.send(new ListRootsCommand({}));
    const ParentId = Roots?.[0]?.Id;
    const { OrganizationalUnit } = await organizations.send(
      new CreateOrganizationalUnitCommand({ ParentId, Name: 'workloads' }),
    );
    const unit = OrganizationalUnit?.Id ?? '';
    const Content = readFileSync('infra/organization/protect-hook.scp.json', 'utf8');
    const Type = 'SERVICE_CONTROL_POLICY';
    const { Policy } = await organizations.send(
      new CreatePolicyCommand({ Name: 'protect-hook', Description: '', Content, Type }),
    );
    await organizations.send(new AttachPolicyCommand({ PolicyId: Policy?.PolicySummary?.Id, TargetId: unit }));

    const guardrails = await readGuardrails(unit);

    expect(guardrails.map(({ target }) => target)).toEqual([ParentId, unit]);
    expect(guardrails[1]?.policies.map(({ name }) => name)).toContain(
      `protect-hook (${Policy?.PolicySummary?.Id ?? ''})`,
    );
    expect(obstaclesIn(guardrails)).toEqual([]);
  });

  it('has the resources that this stand-in knows', () => {
    expect(deployed.types).toEqual(
      expect.arrayContaining([
        'AWS::Lambda::Function',
        'AWS::Lambda::Version',
        'AWS::IAM::Role',
        'AWS::SSM::Parameter',
        'AWS::Logs::LogGroup',
      ]),
    );
  });

  it('answers from the synthesised bundle, by the settings in its parameter', async () => {
    expect(await ask('own', template)).toMatchObject({ hookStatus: 'SUCCESS', clientRequestToken: 'own' });
    const broken = template.replace('lambda:InvokeFunction', 'lambda:GetFunction');
    const refusal = await ask('broken', broken);
    expect(refusal).toMatchObject({ hookStatus: 'FAILED', errorCode: 'NonCompliant' });
    expect(JSON.stringify(refusal)).toContain('stack-hook-invokes-function');

    const records = gate
      .logs()
      .map((line) => JSON.parse(line) as { readonly settings: unknown; readonly verdict: string });
    expect(records.map(({ verdict }) => verdict)).toEqual(['pass', 'fail']);
    const uuid = deployed.stackId.split('/')[2] ?? '';
    expect(records[1]?.settings).toEqual({ source: 'parameter', version: `/permission-hook/${uuid}/settings:1` });
  });
});
