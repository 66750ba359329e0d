import { App, Stack } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { AwsSolutionsChecks } from 'cdk-nag';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { managedPolicyFacts } from '#account/packed-managed-policies';
import type { Judgement } from '#core/verdict/judgement';
import { runCommand } from '../cli/fake-io';
import { accountStack, ALL_OPTIONS, organizationStacks } from './stacks';

const folder = mkdtempSync(join(tmpdir(), 'infra-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const APPS: Readonly<Record<string, (app: App) => unknown>> = {
  account: (app) => accountStack({}, app),
  'account-all-options': (app) => accountStack(ALL_OPTIONS, app),
  organization: (app) => organizationStacks(app),
};
const apps = Object.entries(APPS).map(([name, build]) => {
  const app = new App({ outdir: join(folder, name), context: { 'aws:cdk:enable-path-metadata': true } });
  build(app);
  const templates = app.synth().stacks.map(({ templateFullPath }) => templateFullPath);
  return { name, app, templates };
});
const deployed = apps.flatMap((each) => each.templates.map((path) => ({ name: path.slice(folder.length + 1), path })));

interface StackSet {
  readonly Type: string;
  readonly Properties: { readonly StackSetName: string; readonly TemplateBody: string };
}

/** The templates that StackSets hold are like the others. */
function heldTemplates(path: string): readonly { readonly name: string; readonly path: string }[] {
  const { Resources } = JSON.parse(readFileSync(path, 'utf8')) as {
    readonly Resources: Readonly<Record<string, StackSet>>;
  };
  const sets = Object.values(Resources).filter(({ Type }) => Type === 'AWS::CloudFormation::StackSet');
  return sets.map(({ Properties: { StackSetName, TemplateBody } }) => {
    const held = join(folder, `${StackSetName}.template.json`);
    writeFileSync(held, TemplateBody);
    return { name: StackSetName, path: held };
  });
}
const held = deployed.flatMap(({ path }) => heldTemplates(path));
const templates = [...deployed, ...held];
/** Those with the gate itself. */
const gates = templates.filter(({ path }) =>
  /"Type": ?"AWS::CloudFormation::LambdaHook"/.test(readFileSync(path, 'utf8')),
);

describe.each(templates)('$name', ({ path }) => {
  it('is within the limits of CloudFormation', () => {
    const text = readFileSync(path, 'utf8');
    const { Resources, Outputs = {}, Parameters = {} } = JSON.parse(text) as Record<string, object | undefined>;

    // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
    expect(Buffer.byteLength(text)).toBeLessThan(1_000_000);
    expect(Object.keys(Resources ?? {}).length).toBeLessThanOrEqual(500);
    expect(Object.keys(Outputs).length).toBeLessThanOrEqual(200);
    expect(Object.keys(Parameters).length).toBeLessThanOrEqual(200);
  });
});

describe('other checkers', () => {
  const hasLint = spawnSync('cfn-lint', ['--version'], { stdio: 'ignore' }).status === 0;
  if (!hasLint) {
    if (process.env['CI'] !== undefined) throw new Error('cfn-lint is missing: pip install cfn-lint==1.51.0');
    console.warn('SKIPPED: cfn-lint, which is not installed here');
  }
  // The CDK names as dependency what a property names already; it does no harm.
  const lint = (...paths: readonly string[]) =>
    spawnSync('cfn-lint', ['--ignore-checks', 'W3005', '--', ...paths], { encoding: 'utf8' });

  (hasLint ? it : it.skip)('cfn-lint finds nothing, in the schemas of the resources either', () => {
    expect(lint(...templates.map(({ path }) => path)).stdout).toBe('');
  });

  (hasLint ? it : it.skip)('cfn-lint would find a property that the hook does not have', () => {
    const broken = join(folder, 'broken.json');
    const [first] = templates;
    writeFileSync(
      broken,
      readFileSync(first?.path ?? '', 'utf8').replace('"HookStatus": "ENABLED"', '"HookStatus": "ON"'),
    );
    expect(lint(broken).stdout).toContain("'ON' is not one of ['ENABLED', 'DISABLED']");
  });

  const included = held.map(({ name, path }) => {
    const app = new App();
    new CfnInclude(new Stack(app, 'Held'), 'Template', { templateFile: path });
    return { name, app };
  });
  it.each([...apps, ...included])('cdk-nag finds nothing in $name but what is accepted below', ({ app }) => {
    const { violations } = new AwsSolutionsChecks(app).validateScope(app);
    const found = violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath = '' }) => ({ rule: ruleName, path: constructPath })),
    );
    const isAccepted = ({ rule, path }: { readonly rule: string; readonly path: string }) =>
      ACCEPTED.some(({ rules, of }) => rules.test(rule) && of.test(path));
    expect(found.filter((each) => !isAccepted(each))).toEqual([]);
  });
});

const ACCEPTED = [
  {
    of: /^Held\/Template\/Role$/,
    rules: /^AwsSolutions-IAM5\[Resource::\*\]$/,
    why: 'the actions on hooks that the role which breaks glass may do know no resources',
  },
  {
    of: /^Code\/Code\/Resource$/,
    rules: /^AwsSolutions-S1$/,
    why: 'the bucket holds a bundle that every account of the organisation may read; a log of reads would tell nothing',
  },
  {
    of: /PermissionHook\/?Gate\/?Role/,
    rules: /^AwsSolutions-IAM5\[Resource::(?:\*|arn:\S+:stack\/\*)\]$/,
    why: 'the gate reads what a template names, which may be anything of the account; it changes nothing',
  },
];

async function judged(path: string): Promise<Judgement> {
  const { out } = await runCommand(['check', '--format', 'json', path], {
    referenceFacts: managedPolicyFacts('schema/aws'),
  });
  const [judgement] = (JSON.parse(out) as { judgements: readonly Judgement[] }).judgements;
  if (judgement === undefined) throw new Error(out);
  return judgement;
}

describe('our own gate', () => {
  it.each(templates)('passes $name, and can tell everything', async ({ name, path }) => {
    const { verdict, findings, problems, counts } = await judged(path);

    expect({ verdict, findings, problems, unknown: counts.unknown }).toEqual({
      verdict: 'pass',
      findings: [],
      problems: [],
      unknown: 0,
    });
    // A rollout carries the template of the gate in it, which is judged as the stack it becomes.
    const hasGate = gates.some((gate) => gate.path === path) || name.startsWith('organization/Rollout');
    expect(counts.needs > 3).toBe(hasGate);
  });

  it('has judged all gates', () => {
    expect(gates).toHaveLength(4);
  });

  const full = templates.find(({ name }) => name.startsWith('account-all-options'));
  const ROLE = 'AWS::IAM::Role';
  const KEY = 'AWS::KMS::Key';
  it.each([
    {
      title: 'the hook may not invoke the function',
      type: ROLE,
      from: 'lambda:InvokeFunction',
      to: 'lambda:GetFunction',
      rule: 'stack-hook-invokes-function',
    },
    {
      title: 'another service takes the role of the hook',
      type: ROLE,
      from: 'hooks.cloudformation.',
      to: 'cloudformation.',
      rule: 'stack-hook-invokes-function',
    },
    {
      title: 'Lambda may not take the role of the function',
      type: ROLE,
      from: '"lambda.amazonaws.com"',
      to: '"ec2.amazonaws.com"',
      rule: 'lambda-assumes-execution-role',
    },
    {
      title: 'the key is for other log groups',
      type: KEY,
      from: ':log-group:/permission-hook/*',
      to: ':log-group:/hook/*',
      rule: 'log-group-key-allows-logs',
    },
    {
      title: 'the key lets Logs encrypt nothing',
      type: KEY,
      from: '"kms:GenerateDataKey*",',
      to: '',
      rule: 'log-group-key-allows-logs',
    },
    {
      title: 'the function may not write its log',
      type: ROLE,
      from: 'logs:PutLogEvents',
      to: 'logs:GetLogEvents',
      rule: 'function-writes-logs',
    },
    {
      title: 'the function may not read its settings',
      type: ROLE,
      from: 'ssm:GetParameter',
      to: 'ssm:PutParameter',
      rule: 'function-has-declared-access',
    },
  ])('sees when $title', async ({ type, from, to, rule }) => {
    const template = JSON.parse(readFileSync(full?.path ?? '', 'utf8')) as {
      readonly Resources: Readonly<Record<string, { readonly Type: string }>>;
    };
    const mutated = Object.entries(template.Resources).map(([id, resource]) => {
      const text = JSON.stringify(resource);
      return [id, JSON.parse(resource.Type === type ? text.replaceAll(from, to) : text)] as const;
    });
    const mutant = join(folder, 'mutant.json');
    writeFileSync(mutant, JSON.stringify({ ...template, Resources: Object.fromEntries(mutated) }));

    const { findings } = await judged(mutant);

    expect(findings.filter(({ certainty }) => certainty === 'definite').map((finding) => finding.rule)).toContain(rule);
  });
});
