import { nodesIn } from '#core/intrinsics/nodes-in';
import type { Environment } from '#core/intrinsics/resolved-template';
import type { MapNode, TemplateNode } from '#core/template/node';
import type { PreparedStack } from './prepared-stack';

/**
 * The stack as it may be deployed with other values than the defaults of the parameters that its conditions compare;
 * nothing where somebody said which values it is deployed with, or where nothing hangs on them.
 */
export function withOpenDefaults(stack: PreparedStack): PreparedStack | undefined {
  const { environment, root } = stack;
  if (environment.defaults === 'unknown' || environment.parameters.size > 0) return undefined;
  const open = comparedParameters(root);
  return open.size === 0 ? undefined : { ...stack, environment: { ...environment, open } };
}

function comparedParameters(root: MapNode): NonNullable<Environment['open']> {
  const parameters = root.entries.get('Parameters')?.value;
  const conditions = root.entries.get('Conditions')?.value;
  if (parameters?.kind !== 'map' || conditions === undefined) return new Set();
  const named = [...nodesIn(conditions)].flatMap(referenceIn);
  return new Set(named.filter((name) => parameters.entries.has(name)));
}

function referenceIn(node: TemplateNode): readonly string[] {
  const name = node.kind === 'map' ? node.entries.get('Ref')?.value : undefined;
  return name?.kind === 'scalar' ? [name.text] : [];
}
