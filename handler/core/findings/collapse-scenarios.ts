import type { Scenario } from '#core/intrinsics/resolved-template';
import type { MergedFinding } from './merge-scenarios';
import { scenarioWords } from './scenario-words';

/**
 * One finding where scenarios of single values show many, for a name may be another in each. What is definite without looking
 * at single values stays so, and says in which scenarios it holds.
 */
export function collapseScenarios(
  all: readonly MergedFinding[],
  usual: readonly MergedFinding[],
  scenarios: readonly Scenario[],
): readonly MergedFinding[] {
  const groups = new Map<string, MergedFinding[]>();
  for (const each of all) groups.set(placeKey(each), [...(groups.get(placeKey(each)) ?? []), each]);
  const sure = usual.filter(({ certainty, finding }) => certainty === 'definite' && finding.outcome !== 'unknown');
  const sureAt = new Map(sure.map((each) => [placeKey(each), each]));
  const collapsed = [...groups].map(([place, group]) => collapsedGroup(group, sureAt.get(place), scenarios));
  return [...collapsed, ...sure.filter((each) => !groups.has(placeKey(each)))];
}

function collapsedGroup(
  group: readonly MergedFinding[],
  sure: MergedFinding | undefined,
  all: readonly Scenario[],
): MergedFinding {
  const holds = new Set(group.flatMap(({ scenarios }) => scenarios));
  const scenarios = all.filter((scenario) => holds.has(scenario));
  const isAlways = scenarios.length === all.length;
  const isOpen = group.some((each) => each.isOpen);
  const [first] = group;
  const shown = sure ?? first;
  if (shown === undefined) throw new Error('a group has at least one finding');
  return {
    ...shown,
    scenarios,
    isOpen,
    certainty: sure !== undefined || (isAlways && !isOpen) ? 'definite' : 'possible',
    when: isAlways ? undefined : scenarioWords(scenarios, all),
  };
}

function placeKey({ finding: { rule, action, location, principal, outcome } }: MergedFinding): string {
  return JSON.stringify([
    rule.id,
    action,
    principal.logicalId,
    principal.service,
    location.path,
    location.line,
    outcome === 'unknown',
  ]);
}
