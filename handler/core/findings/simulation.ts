import type { Assessment } from '#core/access/assess';
import type { ContextKey, PolicyLayer } from '#core/iam/request';
import type { PolicyDocument, Statement } from '#core/policy/document';
import type { Hole, Text } from '#core/value/text';
import type { Candidate } from './candidate';
import { findingKey } from './finding-key';

/** What IAM's own simulator is asked about a finding: may these policies of the caller do this? */
export interface Simulation {
  /** The finding's. */
  readonly key: string;
  readonly policies: readonly string[];
  readonly boundary: readonly string[];
  readonly action: string;
  readonly resource: string;
  readonly context: readonly { readonly name: string; readonly values: readonly string[] }[];
}

/** One question for each finding that the caller's own policies decide; parts nobody knows yet are given a name. */
export function simulationsOf(keys: ReadonlySet<string>, candidates: readonly Candidate[]): readonly Simulation[] {
  const found = new Map<string, Simulation>();
  for (const candidate of candidates) {
    if (candidate.kind !== 'need' || candidate.assessment.outcome === 'unknown') continue;
    const key = findingKey(candidate);
    const simulation = keys.has(key) && !found.has(key) ? simulationOf(key, candidate.assessment) : undefined;
    if (simulation !== undefined) found.set(key, simulation);
  }
  return [...found.values()];
}

function simulationOf(key: string, { need, request, layers, decision }: Assessment): Simulation | undefined {
  const { decidedBy } = decision;
  if (need.principal.kind !== 'role' || (decidedBy !== 'identity' && decidedBy !== 'boundary')) return undefined;
  const policies = written(layers.identity);
  const boundary = layers.boundary === undefined ? [] : written(layers.boundary);
  // AWS: a simulation takes at least one policy; without any, nothing is in doubt.
  if (policies === undefined || policies.length === 0 || boundary === undefined) return undefined;
  const context = [...request.context.keys].flatMap(([name, value]) => contextEntry(name, value));
  return { key, policies, boundary, action: request.action, resource: spell(request.resource), context };
}

function contextEntry(name: string, { present, values }: ContextKey): Simulation['context'] {
  if (present !== 'yes' || !('map' in values) || values.length === 0) return [];
  return [{ name, values: values.map(spell) }];
}

/** Nothing if some part of the policies is not known: then there is no question. */
function written({ policies, unknowns }: PolicyLayer): readonly string[] | undefined {
  if (unknowns.length > 0) return undefined;
  const texts = policies.filter(({ statements }) => statements.length > 0).map(writeDocument);
  return texts.some((text) => text === undefined) ? undefined : texts.flatMap((text) => text ?? []);
}

function writeDocument({ version, statements, unknowns }: PolicyDocument): string | undefined {
  if (unknowns.length > 0) return undefined;
  const parts = statements.map(writeStatement);
  if (parts.includes(undefined)) return undefined;
  return JSON.stringify({ ...(version === 'unknown' ? {} : { Version: version }), Statement: parts });
}

function writeStatement(statement: Statement): object | undefined {
  const { effect, actions, resources, conditions, unknowns } = statement;
  if (effect === 'unknown' || unknowns.length > 0) return undefined;
  const Condition: Record<string, Record<string, readonly string[]>> = {};
  for (const { operator, key, values } of conditions) {
    if (!('map' in values)) return undefined;
    Condition[operator] = { ...Condition[operator], [key]: values.map(spell) };
  }
  return {
    Effect: effect,
    ...listed('Action', actions),
    ...listed('Resource', resources),
    ...(conditions.length === 0 ? {} : { Condition }),
  };
}

function listed(name: 'Action' | 'Resource', element: Statement['actions']): object {
  if (element === undefined) return {};
  return { [element.negated ? `Not${name}` : name]: element.patterns.map(({ text }) => spell(text)) };
}

/** INVARIANT: one unknown part is always spelt alike, so that what is equal stays equal. */
function spell(text: Text): string {
  return text.map((part) => (typeof part === 'string' ? part : nameOf(part))).join('');
}

function nameOf({ symbol, shape }: Hole): string {
  if (shape.only === 'digit') return digits(symbol).padEnd(Math.max(1, shape.minLength), '0');
  return symbol.replaceAll(/[^A-Za-z0-9-]/g, '-').slice(0, 64);
}

/** AWS: where an account id stands, nothing but twelve digits is taken. */
function digits(symbol: string): string {
  const sum = Array.from(symbol).reduce((total, character) => (total * 31 + (character.codePointAt(0) ?? 0)) % 1e9, 7);
  return String(sum);
}
