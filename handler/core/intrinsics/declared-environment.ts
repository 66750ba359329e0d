import type { Environment } from './resolved-template';
import type { MapNode, TemplateNode } from '#core/template/node';

/**
 * Where the template says it is deployed, for checks without a deployment:
 * `Metadata: { PermissionHook: { Environment: { Account, Region, StackName } } }`. What the door knows wins.
 */
export function withDeclaredEnvironment(environment: Environment, root: MapNode): Environment {
  const declared = child(child(child(root, 'Metadata'), 'PermissionHook'), 'Environment');
  const account = environment.account ?? textAt(declared, 'Account');
  const region = environment.region ?? textAt(declared, 'Region');
  const stackName = environment.stackName ?? textAt(declared, 'StackName');
  return {
    ...environment,
    ...(account === undefined ? {} : { account }),
    ...(region === undefined ? {} : { region }),
    ...(stackName === undefined ? {} : { stackName }),
  };
}

function child(node: TemplateNode | undefined, key: string): TemplateNode | undefined {
  return node?.kind === 'map' ? node.entries.get(key)?.value : undefined;
}

function textAt(node: TemplateNode | undefined, key: string): string | undefined {
  const found = child(node, key);
  return found?.kind === 'scalar' && found.text !== '' ? found.text : undefined;
}
