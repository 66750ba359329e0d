import { runCommand } from '../cli/fake-io';

interface Found {
  readonly action: string;
  readonly level: string;
  readonly outcome: string;
}

/** What `check --live` says of a stack that is yet to be made: the verdict, and which uses of keys are refused. */
export async function refusedKeyUses(template: object, region: string): Promise<string> {
  const args = ['-', '--live', '--region', region, '--stack-name', 'unmade', '--format', 'json'];
  const { out } = await runCommand(['check', ...args], { stdin: JSON.stringify(template) });
  const { judgements } = JSON.parse(out) as { judgements: { verdict: string; findings: Found[] }[] };
  const [{ verdict, findings } = { verdict: '', findings: [] }] = judgements;
  const denied = findings.filter(({ action, outcome }) => action.startsWith('kms:') && outcome === 'implicit-deny');
  return [verdict, ...denied.map(({ level, action }) => `${level} ${action}`)].join(', ');
}
