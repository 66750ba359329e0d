// Started by the CDK's command line, which finds it through `infra/cdk.json`.
import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { readFileSync } from 'node:fs';
import { PermissionHookStack } from './permission-hook-stack';

const app = new App();
const contextText = (name: string): string | undefined => {
  const value: unknown = app.node.tryGetContext(name);
  return typeof value === 'string' ? value : undefined;
};
const contextList = (name: string): readonly string[] => contextText(name)?.split(',') ?? [];
const settings = contextText('settings');
const alarmTopic = contextText('alarmTopic');
new PermissionHookStack(app, 'PermissionHook', {
  stackName: 'permission-hook',
  code: Code.fromAsset('../.dist/hook'),
  ...(settings === undefined ? {} : { settings: readFileSync(settings, 'utf8') }),
  ...(alarmTopic === undefined ? {} : { alarmTopic }),
  encryptsLogs: contextText('encryptLogs') === 'true',
  excludedStacks: contextList('excludedStacks'),
  resourceTypes: contextList('resourceTypes'),
});
app.synth();
