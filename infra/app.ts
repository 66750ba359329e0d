// Deployed by `npx cdk deploy --app "node test/config/run-ts.mjs infra/app.ts"`, after `npm run build`.
// `--context excludedStacks=name,other-*` names stacks that are never judged, `--context settings=<file>` gives the gate its settings;
// `--parameters FailureMode=FAIL` lets it block.
import { App } from 'aws-cdk-lib';
import { readFileSync } from 'node:fs';
import { PermissionHookStack } from './permission-hook-stack';

const app = new App();
const excluded: unknown = app.node.tryGetContext('excludedStacks');
const settings: unknown = app.node.tryGetContext('settings');
new PermissionHookStack(app, 'PermissionHook', {
  stackName: 'permission-hook',
  bundle: '.dist/hook',
  ...(typeof settings === 'string' ? { settings: readFileSync(settings, 'utf8') } : {}),
  excludedStacks: typeof excluded === 'string' ? excluded.split(',') : [],
});
app.synth();
