// Deployed by `npx cdk deploy --app "node test/config/run-ts.mjs infra/app.ts"`, after `npm run build`.
// `--context excludedStacks=name,other-*` names stacks that are never judged; `--parameters FailureMode=FAIL` blocks.
import { App } from 'aws-cdk-lib';
import { PermissionHookStack } from './permission-hook-stack';

const app = new App();
const excluded: unknown = app.node.tryGetContext('excludedStacks');
new PermissionHookStack(app, 'PermissionHook', {
  stackName: 'permission-hook',
  bundle: '.dist/hook',
  excludedStacks: typeof excluded === 'string' ? excluded.split(',') : [],
});
app.synth();
