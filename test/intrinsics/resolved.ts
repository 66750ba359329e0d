import { NO_FACTS, type Facts } from '#core/facts/facts';
import { expandForEach } from '#core/intrinsics/expand-for-each';
import { resolveTemplate } from '#core/intrinsics/resolve-template';
import type { Environment, Resolution, ResolvedResource, ResolvedTemplate } from '#core/intrinsics/resolved-template';
import { parseTemplate } from '#core/template/parse-template';
import { showText } from '#core/value/text';
import type { Value } from '#core/value/value';

export interface Given {
  readonly region?: string;
  readonly account?: string;
  readonly stackName?: string;
  readonly parameters?: Readonly<Record<string, string | readonly string[]>>;
  readonly facts?: Facts;
}

export function resolution(source: string, { facts = NO_FACTS, parameters, ...place }: Given = {}): Resolution {
  const { template, problems } = parseTemplate(source);
  if (template === undefined) throw new Error(problems.map(({ message }) => message).join('; '));
  const environment: Environment = { ...place, parameters: new Map(Object.entries(parameters ?? {})) };
  const loops = expandForEach(template.root, environment, facts);
  const resolution = resolveTemplate(loops.root, environment, facts);
  return { ...resolution, problems: [...loops.problems, ...resolution.problems] };
}

/** The only scenario of a template. */
export function resolved(source: string, given?: Given): ResolvedTemplate {
  const { scenarios } = resolution(source, given);
  const [only, second] = scenarios;
  if (only === undefined || second !== undefined) throw new Error(`${scenarios.length} scenarios`);
  return only;
}

export function resourceOf(template: ResolvedTemplate, logicalId: string): ResolvedResource {
  const resource = template.resources.get(logicalId);
  if (resource === undefined) throw new Error(`no resource ${logicalId}`);
  return resource;
}

/** A value as JSON: holes as `${symbol}`, an unknown as `?symbol`, a mapping that may hold more with a key `…`. */
export function shown(value: Value | undefined): unknown {
  switch (value?.kind) {
    case undefined:
      return undefined;
    case 'text':
      return showText(value.text);
    case 'scalar':
      return value.value;
    case 'unknown':
      return `?${value.symbol}`;
    case 'list':
      return value.items.map(shown);
    case 'map': {
      const entries = [...value.entries].map(([key, item]): [string, unknown] => [key, shown(item)]);
      return Object.fromEntries(value.open === undefined ? entries : [...entries, ['…', value.open.kind]]);
    }
  }
}
