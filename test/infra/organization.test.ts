import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { readFileSync } from 'node:fs';
import { parseRolloutPlan } from '../../infra/organization/rollout-plan';
import { RolloutStack } from '../../infra/organization/rollout-stack';
import PLAN from './plan.json';
import { organizationStacks } from './stacks';

const app = new App();
const { code, rollout } = organizationStacks(app);
const assembly = app.synth();
const codeTemplate = Template.fromStack(code);
const rolloutTemplate = Template.fromStack(rollout);
const STACK_SET = 'AWS::CloudFormation::StackSet';

interface Member {
  readonly Parameters: Readonly<Record<string, object>>;
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties: Readonly<Record<string, unknown>> }>
  >;
}
const GATE_SETS = { Properties: { Capabilities: ['CAPABILITY_IAM'] } };
const bodies = Object.values(rolloutTemplate.findResources(STACK_SET, GATE_SETS)).map(
  ({ Properties }) => (Properties as { readonly TemplateBody: string }).TemplateBody,
);
const [body = '{}'] = bodies;
const member = JSON.parse(body) as Member;

describe('the plan', () => {
  it('is cautious where it says nothing', () => {
    const plan = parseRolloutPlan(JSON.stringify(PLAN));

    expect(plan.units.map(({ failureMode }) => failureMode)).toEqual(['WARN', 'FAIL']);
    expect(plan).toMatchObject({ maxConcurrentPercentage: 25, failureTolerancePercentage: 10 });
  });

  it.each([
    ['a key it does not know', { ...PLAN, region: 'eu-west-1' }, '`region` is none of'],
    ['no region', { ...PLAN, regions: [] }, '`regions` is no list'],
    [
      'another form of a unit',
      { ...PLAN, units: [{ name: 'a', organizationalUnits: ['111122223333'] }] },
      '`organizationalUnits`',
    ],
    ['two units of one name', { ...PLAN, units: [PLAN.units[0], PLAN.units[0]] }, 'the same name'],
    ['another failure mode', { ...PLAN, units: [{ ...PLAN.units[0], failureMode: 'STOP' }] }, 'WARN or FAIL'],
    ['no organisation', { ...PLAN, organization: '*' }, '`organization`'],
    ['more than everybody', { ...PLAN, maxConcurrentPercentage: 200 }, '`maxConcurrentPercentage`'],
    ['a list', [], 'no object'],
  ])('is refused with %s', (_title, plan, message) => {
    expect(() => parseRolloutPlan(JSON.stringify(plan))).toThrow(message);
  });
});

describe('the StackSets', () => {
  it('reach the units from the delegated administrator, and accounts that join later', () => {
    rolloutTemplate.allResourcesProperties(STACK_SET, {
      PermissionModel: 'SERVICE_MANAGED',
      CallAs: 'DELEGATED_ADMIN',
      AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
      ManagedExecution: { Active: true },
      OperationPreferences: { MaxConcurrentPercentage: 25, FailureTolerancePercentage: 10 },
    });
    rolloutTemplate.resourceCountIs(STACK_SET, 3);
    expect(bodies).toHaveLength(2);
  });

  it.each([
    ['sandbox', PLAN.units[0]?.organizationalUnits, 'WARN'],
    ['workloads', PLAN.units[1]?.organizationalUnits, 'FAIL'],
  ])('give %s its failure mode by a parameter of its own StackSet', (name, OrganizationalUnitIds, ParameterValue) => {
    rolloutTemplate.hasResourceProperties(STACK_SET, {
      StackSetName: `permission-hook-${name}`,
      Parameters: Match.arrayWith([{ ParameterKey: 'FailureMode', ParameterValue }]),
      // No overrides: they would not reach accounts that join later.
      StackInstancesGroup: [{ DeploymentTargets: { OrganizationalUnitIds }, Regions: ['eu-west-1'] }],
    });
  });

  it('hold a template that a service-managed StackSet takes, within the limit of an inline one', () => {
    expect(new Set(bodies).size).toBe(1);
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(51_200);
    expect(Object.keys(member)).toEqual(expect.not.arrayContaining(['Transform', 'Rules', 'Mappings']));
    const types = Object.values(member.Resources).map(({ Type }) => Type);
    expect(types).toContain('AWS::CloudFormation::LambdaHook');
    expect(types.filter((type) => /CloudFormation::(?:Stack|Macro|CustomResource)|^Custom::/.test(type))).toEqual([]);
    expect(body).not.toMatch(/"RoleName"|Fn::Transform|cdk-hnb659fds/);
  });

  it('give every parameter that the template asks for', () => {
    const given = Object.values(rolloutTemplate.findResources(STACK_SET, GATE_SETS)).map(({ Properties }) =>
      (Properties as { readonly Parameters: readonly { readonly ParameterKey: string }[] }).Parameters.map(
        ({ ParameterKey }) => ParameterKey,
      ).sort(),
    );
    const asked = Object.keys(member.Parameters).sort();
    expect(given).toEqual([asked, asked]);
  });

  it('never judge the instances of the gate, nor what is excluded', () => {
    expect(body).toContain(
      '"StackNames":{"Exclude":[{"Ref":"AWS::StackName"},"CDKToolkit","StackSet-permission-hook-*","other-*"]}',
    );
  });
});

it('brings the role that breaks glass once, as IAM knows no regions', () => {
  const Parameters = [{ ParameterKey: 'MonitoringAccount', ParameterValue: { Ref: 'AWS::AccountId' } }];
  rolloutTemplate.hasResourceProperties(STACK_SET, {
    StackSetName: 'permission-hook-break-glass',
    Capabilities: ['CAPABILITY_NAMED_IAM'],
    Parameters,
    StackInstancesGroup: [
      { DeploymentTargets: { OrganizationalUnitIds: PLAN.units.flatMap((unit) => unit.organizationalUnits) } },
    ],
  });
  const plan = parseRolloutPlan(JSON.stringify({ ...PLAN, regions: ['eu-west-1', 'eu-north-1'] }));
  const second = new RolloutStack(new App(), 'Rollout', { plan, bundle: 'schema', region: 'eu-north-1' });
  Template.fromStack(second).resourceCountIs(STACK_SET, 2);
});

describe('the bundle', () => {
  it('is published where the accounts look for it', () => {
    const manifest = readFileSync(`${assembly.directory}/Rollout.assets.json`, 'utf8');
    const gate = Object.values(member.Resources).find(({ Type }) => Type === 'AWS::Lambda::Function');
    const { S3Bucket, S3Key } = gate?.Properties['Code'] as { readonly S3Bucket: unknown; readonly S3Key: string };

    expect(S3Bucket).toEqual({ Ref: 'CodeBucket' });
    expect(manifest).toContain(`"objectKey": "${S3Key}"`);
    expect(manifest).toContain('"bucketName": "permission-hook-code-${AWS::AccountId}-eu-west-1"');
    const bucketName = { 'Fn::Join': ['', ['permission-hook-code-', { Ref: 'AWS::AccountId' }, '-eu-west-1']] };
    codeTemplate.hasResourceProperties('AWS::S3::Bucket', { BucketName: bucketName });
    rolloutTemplate.resourcePropertiesCountIs(
      STACK_SET,
      { Parameters: Match.arrayWith([{ ParameterKey: 'CodeBucket', ParameterValue: bucketName }]) },
      2,
    );
  });

  it('is readable by the organisation, and nothing else is', () => {
    const [policy] = Object.values(codeTemplate.findResources('AWS::S3::BucketPolicy'));
    const { Statement } = (
      policy?.['Properties'] as { PolicyDocument: { Statement: readonly Record<string, unknown>[] } }
    ).PolicyDocument;
    expect(Statement.filter(({ Effect }) => Effect === 'Allow')).toEqual([
      {
        Effect: 'Allow',
        Action: 's3:GetObject',
        Principal: { AWS: '*' },
        Resource: { 'Fn::Join': ['', [expect.anything(), '/*.zip']] },
        Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } },
      },
    ]);
    const all = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true };
    codeTemplate.hasResourceProperties('AWS::S3::Bucket', { PublicAccessBlockConfiguration: all });
  });
});

describe('the central audit', () => {
  it('takes metrics and logs of the organisation, and of nobody else', () => {
    rolloutTemplate.hasResourceProperties('AWS::Oam::Sink', {
      Policy: {
        Statement: [
          {
            Effect: 'Allow',
            Action: ['oam:CreateLink', 'oam:UpdateLink'],
            Condition: {
              StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' },
              'ForAllValues:StringEquals': { 'oam:ResourceTypes': ['AWS::CloudWatch::Metric', 'AWS::Logs::LogGroup'] },
            },
          },
        ],
      },
    });
    const link = Object.values(member.Resources).find(({ Type }) => Type === 'AWS::Oam::Link');
    expect(link).toMatchObject({
      Condition: 'IsSeenFromElsewhere',
      Properties: {
        SinkIdentifier: { Ref: 'Sink' },
        LinkConfiguration: { LogGroupConfiguration: { Filter: "LogGroupName LIKE '/permission-hook/%'" } },
      },
    });
  });

  it('uses the sink that a monitoring account has already', () => {
    const arn = 'arn:aws:oam:eu-west-1:111122223333:sink/1234';
    const plan = parseRolloutPlan(JSON.stringify({ ...PLAN, sinks: { 'eu-west-1': arn } }));
    const stack = new RolloutStack(new App(), 'Rollout', { plan, bundle: 'schema', region: 'eu-west-1' });
    const template = Template.fromStack(stack);

    template.resourceCountIs('AWS::Oam::Sink', 0);
    const Parameters = Match.arrayWith([{ ParameterKey: 'Sink', ParameterValue: arn }]);
    template.resourcePropertiesCountIs(STACK_SET, { Parameters }, 2);
  });

  it('shows metrics that the records carry, by their dimensions', () => {
    const record = JSON.parse(readFileSync('schema/audit-record.schema.json', 'utf8')) as {
      readonly properties: object;
    };
    const [dashboard] = Object.values(rolloutTemplate.findResources('AWS::CloudWatch::Dashboard'));
    const text = JSON.stringify(dashboard);
    const asked = [...text.matchAll(/\{(PermissionHook[^}]*)\}[^']*MetricName=[\\"]+(\w+)/g)];

    expect(asked.length).toBeGreaterThan(8);
    expect(asked.filter(([, , metric = '']) => !Object.hasOwn(record.properties, metric))).toEqual([]);
    expect(new Set(asked.map(([, dimensions]) => dimensions))).toEqual(
      new Set(['PermissionHook', 'PermissionHook,verdict']),
    );
  });
});
