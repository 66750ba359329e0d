import type { Scenario } from '#core/intrinsics/resolved-template';

/**
 * In which of all scenarios something holds, such as "`IsProd`": by conditions that come out the same in all of them, and by
 * values of parameters where those do not say it all.
 */
export function scenarioWords(scenarios: readonly Scenario[], all: readonly Scenario[]): string {
  const conditions = sharedConditions(scenarios);
  const isEnough = all.filter((each) => fulfils(each, conditions)).length === scenarios.length;
  const values = isEnough ? [] : sharedValues(scenarios, all);
  const words = [
    ...conditions.map(({ condition, holds }) => (holds ? `\`${condition}\`` : `not \`${condition}\``)),
    ...values.map(([symbol, value]) => `\`${symbol.slice('param:'.length)}\` is \`${value}\``),
  ];
  return words.length === 0 ? 'some conditions hold' : words.join(' and ');
}

type Assumed = Scenario['assumed'];

function sharedConditions([first, ...others]: readonly Scenario[]): Assumed {
  return (first?.assumed ?? []).filter((each) => others.every((other) => fulfils(other, [each])));
}

function fulfils({ assumed }: Scenario, conditions: Assumed): boolean {
  return conditions.every(({ condition, holds }) =>
    assumed.some((each) => each.condition === condition && each.holds === holds),
  );
}

/** A value that is the same in all scenarios there are tells nothing. */
function sharedValues(
  [first, ...others]: readonly Scenario[],
  all: readonly Scenario[],
): readonly (readonly [symbol: string, value: string])[] {
  return [...(first?.literals ?? [])].filter(
    ([symbol, value]) =>
      others.every(({ literals }) => literals?.get(symbol) === value) &&
      all.some(({ literals }) => literals?.get(symbol) !== value),
  );
}
