import type { TemplateNode } from '#core/template/node';
import { draftNode, getAtt, type Draft } from '../draft';
import { entryOf, givenOf, ifParts, isNoValue } from '../node-reading';
import { expandDestinations } from './destinations';
import { expandFunctionEvents } from './events/function-events';
import { deploymentUpdatePolicy } from './deployment-preference';
import { codeOf, functionProperties } from './function-properties';
import { functionRole } from './function-role';
import { publishAlias } from './publishing';
import { functionUrl } from './function-url';
import { defineRole, type RoleDraft } from './role';
import { FUNCTION_TAG, tagList } from './tags';
import { define, withParameters, type SamResource, type Workspace } from './workspace';

/**
 * A function with its role, version, alias, URL and everything its events ask for.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html
 */
export function expandFunction(workspace: Workspace, resource: SamResource): void {
  const { logicalId, node, properties } = resource;
  const role = functionRole(workspace, resource);
  const target = publishAlias(workspace, resource);
  const roleArn = roleProperty(workspace, resource, role);
  define(workspace, logicalId, {
    type: 'AWS::Lambda::Function',
    at: node,
    attributes: resource.own,
    properties: { ...functionProperties(workspace, resource), Code: codeOf(properties), Role: roleArn.value },
  });
  deploymentUpdatePolicy(workspace, resource, target);
  functionUrl(workspace, resource, target);
  expandDestinations(workspace, resource, { role, target });
  expandFunctionEvents(workspace, resource, { role, target });
  if (!roleArn.isGenerated) return;
  defineRole(workspace, role, {
    at: node,
    attributes: { ...resource.shared, ...(roleArn.condition === undefined ? {} : { Condition: roleArn.condition }) },
    path: givenOf(entryOf(properties, 'RolePath')),
    boundary: givenOf(entryOf(properties, 'PermissionsBoundary')),
    tags: tagList(entryOf(properties, 'Tags'), FUNCTION_TAG),
  });
}

interface RoleProperty {
  readonly value: Draft;
  readonly isGenerated: boolean;
  /** Under which condition the generated role exists, where it is not that of the function. */
  readonly condition?: Draft;
}

/** AWS: with `Role` given, SAM makes no role and drops all that would have gone into it, without a word. */
function roleProperty(workspace: Workspace, { properties }: SamResource, role: RoleDraft): RoleProperty {
  const written = givenOf(entryOf(properties, 'Role'));
  const generated = draftNode(getAtt(role.logicalId, 'Arn'), written ?? properties);
  if (written === undefined) return { value: generated, isGenerated: true };
  const parts = ifParts(withParameters(workspace, written));
  const condition = parts?.condition;
  if (parts === undefined || condition?.kind !== 'scalar') return { value: written, isGenerated: false };
  if (isNoValue(parts.then) && isNoValue(parts.otherwise)) return { value: generated, isGenerated: true };
  if (isNoValue(parts.then)) {
    return {
      value: draftNode({ 'Fn::If': [condition, generated, parts.otherwise] }, written),
      isGenerated: true,
      condition,
    };
  }
  if (!isNoValue(parts.otherwise)) return { value: written, isGenerated: false };
  return {
    value: draftNode({ 'Fn::If': [condition, parts.then, generated] }, written),
    isGenerated: true,
    condition: negated(workspace, condition.text, condition),
  };
}

function negated(workspace: Workspace, condition: string, at: TemplateNode): string {
  const name = `NOT${condition}`;
  workspace.conditions.set(name, draftNode({ 'Fn::Not': [{ Condition: condition }] }, at));
  return name;
}
