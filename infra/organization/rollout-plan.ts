/** Which units of an organisation get the gate, where, and whether it may block there. */
export interface RolloutPlan {
  /** `o-…` */
  readonly organization: string;
  readonly regions: readonly string[];
  readonly units: readonly RolloutUnit[];
  /** Sinks that the monitoring account has already, by region: it can have one in a region. */
  readonly sinks: ReadonlyMap<string, string>;
  /** Percent of the accounts that are changed at once, and that may fail before the rest is left as it is. */
  readonly maxConcurrentPercentage: number;
  readonly failureTolerancePercentage: number;
}
export interface RolloutUnit {
  /** Part of the StackSet's name. */
  readonly name: string;
  readonly organizationalUnits: readonly string[];
  readonly failureMode: 'WARN' | 'FAIL';
}

const ORGANIZATION = /^o-[a-z0-9]{10,32}$/;
const UNIT = /^(?:ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}|r-[a-z0-9]{4,32})$/;
const REGION = /^[a-z]{2}(?:-[a-z]+)+-\d$/;
const NAME = /^[a-z][a-z0-9-]{0,40}$/;
const SINK = /^arn:[a-z-]+:oam:\S+$/;

/** Reads a plan; what is not understood is an error, as half a plan is rolled out nowhere. */
export function parseRolloutPlan(text: string): RolloutPlan {
  const plan = fieldsOf(JSON.parse(text), 'the plan');
  onlyKeys(plan, 'organization regions units sinks maxConcurrentPercentage failureTolerancePercentage');
  const units = listOf(plan.get('units'), 'units').map(unitOf);
  const names = units.map(({ name }) => name);
  if (new Set(names).size < names.length) throw new Error('`units`: two units have the same name');
  return {
    organization: textOf(plan.get('organization'), 'organization', ORGANIZATION),
    regions: listOf(plan.get('regions'), 'regions').map((region) => textOf(region, 'regions', REGION)),
    units,
    sinks: new Map(
      [...fieldsOf(plan.get('sinks') ?? {}, 'sinks')].map(([region, arn]) => [region, textOf(arn, 'sinks', SINK)]),
    ),
    maxConcurrentPercentage: percentOf(plan.get('maxConcurrentPercentage') ?? 25, 'maxConcurrentPercentage'),
    failureTolerancePercentage: percentOf(plan.get('failureTolerancePercentage') ?? 10, 'failureTolerancePercentage'),
  };
}

function unitOf(value: unknown): RolloutUnit {
  const unit = fieldsOf(value, 'units');
  onlyKeys(unit, 'name organizationalUnits failureMode');
  const failureMode = unit.get('failureMode') ?? 'WARN';
  if (failureMode !== 'WARN' && failureMode !== 'FAIL') throw new Error('`failureMode` is WARN or FAIL');
  return {
    name: textOf(unit.get('name'), 'name', NAME),
    organizationalUnits: listOf(unit.get('organizationalUnits'), 'organizationalUnits').map((id) =>
      textOf(id, 'organizationalUnits', UNIT),
    ),
    failureMode,
  };
}

function fieldsOf(value: unknown, name: string): ReadonlyMap<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${name} is no object`);
  return new Map<string, unknown>(Object.entries(value));
}

function onlyKeys(fields: ReadonlyMap<string, unknown>, known: string): void {
  const stranger = [...fields.keys()].find((key) => !known.split(' ').includes(key));
  if (stranger !== undefined) throw new Error(`\`${stranger}\` is none of: ${known}`);
}

function listOf(value: unknown, name: string): readonly unknown[] {
  if (!Array.isArray(value) || value.length === 0) throw new Error(`\`${name}\` is no list, or an empty one`);
  return value;
}

function textOf(value: unknown, name: string, form: RegExp): string {
  if (typeof value !== 'string' || !form.test(value)) throw new Error(`\`${name}\`: ${JSON.stringify(value)} is none`);
  return value;
}

function percentOf(value: unknown, name: string): number {
  if (typeof value !== 'number' || value < 0 || value > 100) throw new Error(`\`${name}\` is no percentage`);
  return value;
}
