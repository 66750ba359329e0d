// `node test/config/run-ts.mjs infra/organization/preflight.ts <plan>`, from the management account or a delegated
// administrator: do the policies of the organisation let StackSets activate a hook in the units of a plan?
import { readFileSync } from 'node:fs';
import { readGuardrails } from './guardrails';
import { obstaclesIn } from './obstacles';
import { parseRolloutPlan } from './rollout-plan';

const [path = ''] = process.argv.slice(2);
const plan = parseRolloutPlan(readFileSync(path, 'utf8'));
for (const target of plan.units.flatMap(({ organizationalUnits }) => organizationalUnits)) {
  const obstacles = obstaclesIn(await readGuardrails(target));
  for (const { action, policies } of obstacles)
    console.log(
      `${target}: ${action} is not allowed${policies.length === 0 ? '' : ` because of ${policies.join(', ')}`}`,
    );
  if (obstacles.length === 0) console.log(`${target}: StackSets may activate the hook`);
  else process.exitCode = 1;
}
if (process.exitCode === 1)
  console.log(
    'Of AWS Control Tower, the control CT.CLOUDFORMATION.PR.1 does this: reset its proactive controls, then disable it.',
  );
