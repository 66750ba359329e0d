import type { TemplateNode, MapNode } from '#core/template/node';
import { nodesIn } from './nodes-in';
import type { Environment } from './resolved-template';
import { section } from './template-scope';

/**
 * The same deployment with other values than the defaults possible: those of parameters that conditions look at or that have
 * `AllowedValues`. All others keep their defaults, for nothing is known of what else they could be.
 */
export function withOpenChoices(environment: Environment, root: MapNode): Environment {
  const compared = comparedIn(root);
  return withOpen(environment, root, (name, declaration) => compared.has(name) || isChosen(declaration));
}

/** The same for parameters that conditions look at alone; nothing where somebody said what is deployed, or none has a default. */
export function withOpenConditions(environment: Environment, root: MapNode): Environment | undefined {
  if (environment.defaults === 'unknown' || environment.parameters.size > 0) return undefined;
  const compared = comparedIn(root);
  if (compared.size === 0) return undefined;
  return withOpen(environment, root, (name) => compared.has(name));
}

function withOpen(
  environment: Environment,
  root: MapNode,
  mayDiffer: (name: string, declaration: TemplateNode) => boolean,
): Environment {
  const kept = [...section(root, 'Parameters')].flatMap(([name, { value }]): readonly (readonly [string, string])[] => {
    const preset = scalarAt(value, 'Default');
    return preset === undefined || (isPlain(value) && mayDiffer(name, value)) ? [] : [[name, preset]];
  });
  return { ...environment, defaults: 'unknown', parameters: new Map([...kept, ...environment.parameters]) };
}

/** What a loop runs over must be known, so lists are left alone. */
function isPlain(declaration: TemplateNode): boolean {
  const type = scalarAt(declaration, 'Type') ?? '';
  return type === 'String' || type === 'Number';
}

function isChosen(declaration: TemplateNode): boolean {
  return declaration.kind === 'map' && declaration.entries.has('AllowedValues');
}

function comparedIn(root: MapNode): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { value } of section(root, 'Conditions').values()) {
    for (const node of nodesIn(value)) {
      const name = scalarAt(node, 'Ref');
      if (name !== undefined) names.add(name);
    }
  }
  return names;
}

function scalarAt(node: TemplateNode, key: string): string | undefined {
  const found = node.kind === 'map' ? node.entries.get(key)?.value : undefined;
  if (found?.kind !== 'scalar' || found.value === null) return undefined;
  return typeof found.value === 'boolean' ? String(found.value) : found.text;
}
