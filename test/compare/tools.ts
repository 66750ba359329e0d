import { CelEngine, TemplateFile } from '@aws/cloudformation-validate';
import { spawnSync } from 'node:child_process';
import { judgeFixture, type RuleFixture } from '../rules/rule-fixtures';
import { pathOf } from './pairs';

/** What a tool says of a template, without the line it says it of: a repair moves lines. */
export type Said = (fixture: RuleFixture) => readonly string[];

interface Tool {
  readonly name: string;
  /** Nothing: the tool is not installed. */
  readonly judge: (fixtures: readonly RuleFixture[]) => Said | undefined;
}

export const tools: readonly Tool[] = [
  { name: 'cfn-permission-hook', judge: () => ours },
  { name: 'cfn-lint', judge: lint },
  { name: '@aws/cloudformation-validate', judge: validate },
];

function ours(fixture: RuleFixture): readonly string[] {
  return judgeFixture(fixture)
    .findings.filter(({ outcome }) => outcome !== 'unknown')
    .map(({ rule, message }) => `${rule} ${message}`);
}

interface LintMatch {
  readonly Filename: string;
  readonly Rule: { readonly Id: string };
  readonly Message: string;
}

function lint(fixtures: readonly RuleFixture[]): Said | undefined {
  const options = ['--format', 'json', '--include-checks', 'I', '--', ...fixtures.map(pathOf)];
  const { stdout, error } = spawnSync('cfn-lint', options, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (error !== undefined) return undefined;
  const matches = JSON.parse(stdout) as readonly LintMatch[];
  const saidOf = new Map<string, string[]>(fixtures.map((fixture) => [pathOf(fixture), []]));
  for (const { Filename, Rule, Message } of matches) saidOf.get(Filename)?.push(`${Rule.Id} ${Message}`);
  return (fixture) => saidOf.get(pathOf(fixture)) ?? [];
}

function validate(): Said {
  const engine = new CelEngine();
  return (fixture) =>
    engine
      .validateStandard(new TemplateFile(pathOf(fixture)))
      .diagnostics.map(({ ruleId, message }) => `${ruleId} ${message}`);
}
