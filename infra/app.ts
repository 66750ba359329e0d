// Started by the CDK's command line, which finds it through `infra/cdk.json`. Context: the README's chapter on deploying.
import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { readFileSync } from 'node:fs';
import { CodeStack } from './organization/code-stack';
import { parseRolloutPlan } from './organization/rollout-plan';
import { RolloutStack } from './organization/rollout-stack';
import { PermissionHookStack } from './permission-hook-stack';

const BUNDLE = '../.dist/hook';
const app = new App();
const contextText = (name: string): string | undefined => {
  const value: unknown = app.node.tryGetContext(name);
  return typeof value === 'string' ? value : undefined;
};
const contextList = (name: string): readonly string[] => contextText(name)?.split(',') ?? [];
const settings = contextText('settings');
const options = {
  ...(settings === undefined ? {} : { settings: readFileSync(settings, 'utf8') }),
  excludedStacks: contextList('excludedStacks'),
  resourceTypes: contextList('resourceTypes'),
};

const plan = contextText('rollout');
if (plan === undefined) addAccountStack();
else addRollout(readFileSync(plan, 'utf8'));
app.synth();

function addAccountStack(): void {
  const alarmTopic = contextText('alarmTopic');
  new PermissionHookStack(app, 'PermissionHook', {
    ...options,
    ...(alarmTopic === undefined ? {} : { alarmTopic }),
    stackName: 'permission-hook',
    code: Code.fromAsset(BUNDLE),
    encryptsLogs: contextText('encryptLogs') === 'true',
  });
}

function addRollout(text: string): void {
  const plan = parseRolloutPlan(text);
  for (const region of plan.regions) {
    const code = new CodeStack(app, `Code-${region}`, { organization: plan.organization, region });
    new RolloutStack(app, `Rollout-${region}`, { ...options, plan, region, bundle: BUNDLE }).addStackDependency(code);
  }
}
