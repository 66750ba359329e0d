import type { Json } from '../transforms/json-template';
import { asMap, isList, isMap, type JsonMap } from './plain-fixture';

/** Resources that wait for themselves, by way of others or not; CloudFormation refuses such a template. */
export function circularResources(template: JsonMap): readonly string[] {
  const resources = Object.entries(asMap(template['Resources']));
  const ids = new Set(resources.map(([id]) => id));
  const waitsFor = new Map(
    resources.map(([id, body]) => [id, dependencies(asMap(body)).filter((each) => ids.has(each))]),
  );
  return [...ids].filter((id) => isReached(id, waitsFor));
}

/** AWS: SAM makes resources of their own out of the events of a function. */
function dependencies(resource: JsonMap): readonly string[] {
  const properties = Object.entries(asMap(resource['Properties'])).filter(([name]) => name !== 'Events');
  const { DependsOn: after } = resource;
  const named = isList(after) ? after : [after];
  return [
    ...namesIn({ ...resource, Properties: Object.fromEntries(properties) }),
    ...named.filter((name) => typeof name === 'string'),
  ];
}

function namesIn(json: Json): readonly string[] {
  if (isList(json)) return json.flatMap(namesIn);
  if (!isMap(json)) return [];
  return Object.entries(json).flatMap(([key, value]) => [...namesOf(key, value), ...namesIn(value)]);
}

function namesOf(key: string, value: Json): readonly string[] {
  const [first] = isList(value) ? value : [value];
  const text = typeof first === 'string' ? first : '';
  switch (key) {
    case 'Ref':
    case 'Fn::GetAtt':
      return [text.split('.')[0] ?? ''];
    case 'Fn::Sub':
      return [...text.matchAll(/\$\{([A-Za-z0-9]+)/g)].map(([, name = '']) => name);
    default:
      return [];
  }
}

function isReached(id: string, waitsFor: ReadonlyMap<string, readonly string[]>): boolean {
  const seen = new Set<string>();
  const open = [...(waitsFor.get(id) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === id) return true;
    if (!seen.has(next)) open.push(...(waitsFor.get(next) ?? []));
    seen.add(next);
  }
  return false;
}
