import data from '#schema/aws/resource-arns.json';
import { once } from '#core/value/once';
import { knownAction } from './actions';

/** By prefix: resource type to the form of its ARN. */
const services = once(() => new Map<string, Readonly<Record<string, string>>>(Object.entries(data.services)));

/** The forms of the ARNs that an action is asked of, with `${Name}` for what varies; none where not all of them are known. */
export function arnFormsOf(action: string): readonly string[] {
  const forms = services().get(action.slice(0, Math.max(action.indexOf(':'), 0)).toLowerCase());
  const types = knownAction(action)?.resourceTypes ?? [];
  if (forms === undefined) return [];
  const found = types.map((type) => (Object.hasOwn(forms, type) ? forms[type] : undefined));
  return found.every((form) => form !== undefined) ? found : [];
}
