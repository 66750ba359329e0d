import type { Statement } from '#core/policy/document';
import { literalOf } from '#core/value/text';
import { mistakenFor } from './action-meant';

/** Finds those whose statement may name an action, in their order, without looking at those of other services. */
export function indexByService<T>(
  items: readonly T[],
  statementOf: (item: T) => Statement,
): (action: string) => readonly T[] {
  const services = items.map((item) => servicesOf(statementOf(item)));
  const anywhere = items.filter((_, index) => services[index] === 'any');
  const lists = new Map<string, T[]>();
  for (const each of services) if (each !== 'any') for (const service of each) lists.set(service, []);
  items.forEach((item, index) => {
    const named = services[index] ?? 'any';
    for (const service of named === 'any' ? lists.keys() : named) lists.get(service)?.push(item);
  });
  return (action) => lists.get(serviceOf(action) ?? '') ?? anywhere;
}

/** An action whose service is not known, or any service, may be of each. */
function servicesOf({ actions }: Statement): ReadonlySet<string> | 'any' {
  if (actions === undefined || actions.negated) return 'any';
  const named = actions.patterns.map(({ text }) => literalOf(text) ?? '*');
  // What is written for an action of another service is meant for that one.
  const meant = named.map(mistakenFor).filter((action) => action !== undefined);
  const services = [...named, ...meant].map(serviceOf);
  const known = services.filter((service) => service !== undefined);
  return known.length < services.length ? 'any' : new Set(known);
}

function serviceOf(action: string): string | undefined {
  const colon = action.indexOf(':');
  const service = action.slice(0, Math.max(colon, 0)).toLowerCase();
  return service === '' || /[*?]/.test(service) ? undefined : service;
}
