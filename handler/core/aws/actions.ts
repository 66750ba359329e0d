import data from '#schema/aws/actions.json';
import { once } from '#core/value/once';

/** By prefix: resource types, comma-separated, to action names, space-separated. */
const services = once(() => new Map<string, Readonly<Record<string, string>>>(Object.entries(data.services)));

interface KnownAction {
  /** As AWS spells it: `dynamodb:GetItem`. */
  readonly name: string;
  /** Names of resource types; none for an action that knows no resources. */
  readonly resourceTypes: readonly string[];
}

const loaded = new Map<string, ReadonlyMap<string, KnownAction>>();

/** An action AWS documents; AWS has more than the reference data lists, so "not found" proves nothing. */
export function knownAction(action: string): KnownAction | undefined {
  return actionsOf(prefixOf(action)).get(action.toLowerCase());
}

/** The documented action whose name is nearest to one that is not documented, unless none is near or two are equally near. */
export function nearestAction(action: string): string | undefined {
  const wanted = action.toLowerCase();
  if (nearest.has(wanted)) return nearest.get(wanted);
  const [best, second] = [...actionsOf(prefixOf(wanted)).values()]
    .map(({ name }) => ({ name, distance: editDistance(wanted, name.toLowerCase()) }))
    .filter(({ distance }) => distance <= MOST_EDITS)
    .sort((left, right) => left.distance - right.distance);
  const found = best === undefined || best.distance === second?.distance ? undefined : best.name;
  if (nearest.size >= MOST_REMEMBERED) nearest.clear();
  nearest.set(wanted, found);
  return found;
}
const nearest = new Map<string, string | undefined>();
const MOST_REMEMBERED = 1000;
const MOST_EDITS = 2;

function prefixOf(action: string): string {
  return action.slice(0, Math.max(action.indexOf(':'), 0)).toLowerCase();
}

function actionsOf(prefix: string): ReadonlyMap<string, KnownAction> {
  const known = loaded.get(prefix);
  if (known !== undefined) return known;
  const actions = new Map(
    Object.entries(services().get(prefix) ?? {}).flatMap(([types, names]) =>
      names.split(' ').map((name) => {
        const action = { name: `${prefix}:${name}`, resourceTypes: types === '' ? [] : types.split(',') };
        return [action.name.toLowerCase(), action] as const;
      }),
    ),
  );
  loaded.set(prefix, actions);
  return actions;
}

/** How many characters must be added, dropped or exchanged; anything past the limit counts as one more than it. */
function editDistance(left: string, right: string): number {
  if (Math.abs(left.length - right.length) > MOST_EDITS) return MOST_EDITS + 1;
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [index, character] of Array.from(left).entries()) {
    const next = [index + 1];
    for (const [column, other] of Array.from(right).entries()) {
      const exchanged = (row[column] ?? 0) + (character === other ? 0 : 1);
      next.push(Math.min(exchanged, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? MOST_EDITS + 1;
}
