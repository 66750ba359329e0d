import { App } from 'aws-cdk-lib';
import type { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CodeStack } from '../../infra/organization/code-stack';
import { parseRolloutPlan } from '../../infra/organization/rollout-plan';
import { RolloutStack } from '../../infra/organization/rollout-stack';
import { PermissionHookStack, type PermissionHookStackProps } from '../../infra/permission-hook-stack';
import PLAN from './plan.json';

/** Stands for the bundle where nothing runs it. */
const bundle = mkdtempSync(join(tmpdir(), 'permission-hook-'));
writeFileSync(join(bundle, 'index.mjs'), 'export const handler = () => {};');
afterAll(() => {
  rmSync(bundle, { recursive: true });
});

export function accountStack(props: Partial<PermissionHookStackProps> = {}, app = new App()): PermissionHookStack {
  const given = { stackName: 'permission-hook', code: Code.fromAsset(bundle), ...props };
  return new PermissionHookStack(app, 'PermissionHook', given);
}

/** One stack for the bundle and one for the rollout, as for each region of a plan. */
export function organizationStacks(app = new App()): { readonly code: CodeStack; readonly rollout: RolloutStack } {
  const place = { region: 'eu-west-1', organization: 'o-abcdefghij' };
  const plan = parseRolloutPlan(JSON.stringify(PLAN));
  const code = new CodeStack(app, 'Code', place);
  return {
    code,
    rollout: new RolloutStack(app, 'Rollout', { plan, bundle, region: place.region, excludedStacks: ['other-*'] }),
  };
}

/** Every option that adds something to the template. */
export const ALL_OPTIONS: Partial<PermissionHookStackProps> = {
  encryptsLogs: true,
  excludedStacks: ['StackSet-*'],
  judgesCloudControl: true,
  reservedConcurrency: 5,
  resourceTypes: ['AWS::Lambda::*'],
  settings: 'unknown: warn',
};

interface SynthesisedResource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DependsOn?: readonly string[];
}

export function resourcesOf(template: Template): ReadonlyMap<string, SynthesisedResource> {
  const { Resources } = template.toJSON() as { readonly Resources: Readonly<Record<string, SynthesisedResource>> };
  return new Map(Object.entries(Resources));
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** What the roles of a template are granted, one entry for each action. */
export function grantsOf(template: Template): readonly { readonly action: string; readonly resource: unknown }[] {
  const roles = [...resourcesOf(template).values()].filter(({ Type }) => Type === 'AWS::IAM::Role');
  return roles.flatMap(({ Properties }) => {
    const policies = Properties['Policies'] as readonly {
      readonly PolicyDocument: { Statement: readonly Statement[] };
    }[];
    const statements = policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
    return statements.flatMap(({ Action, Resource }) =>
      [Action].flat().map((action) => ({ action, resource: Resource })),
    );
  });
}

/** All that a resource names, directly or through others. */
export function needsOf(template: Template, logicalId: string): ReadonlySet<string> {
  const resources = resourcesOf(template);
  const seen = new Set<string>();
  const visit = (id: string): void => {
    const text = JSON.stringify(resources.get(id));
    for (const other of resources.keys()) {
      if (seen.has(other) || other === logicalId || !text.includes(`"${other}"`)) continue;
      seen.add(other);
      visit(other);
    }
  };
  visit(logicalId);
  return seen;
}
