import { accountIn } from '#core/aws/arn';
import type { InvokePermission, Role, StackModel } from '#core/model/stack-model';
import { parsePolicy } from '#core/policy/parse-policy';
import type { Origin } from '#core/value/origin';
import { hole, NAME_SHAPE, showText, splitText, textOf, type Text } from '#core/value/text';
import { sameText } from '#core/value/text-match';
import { at, textOfValue, valueOfJson } from '#core/value/value';
import type { Need } from '../need';
import { defineRule } from '../rule';
import { meansAction } from '../shared/action-meant';
import { resourceRef } from '../shared/role-needs';

const id = 'other-account-invokes-function';
const INVOKE = 'lambda:InvokeFunction';

export const otherAccountInvokesFunction = defineRule({
  id,
  family: 'invoke',
  catalogue: ['L-LAMBDA-X'],
  title: 'Permission for another account lets it invoke the function',
  why: 'A role of another account calls without aws:SourceArn and aws:SourceAccount, which only AWS services send; a permission that asks for them never lets it in, whatever its own policies say.',
  fix: 'Take SourceArn and SourceAccount out of the permission and name the calling role as its Principal.',
  breaks: 'run',
  harm: 'access',
  references: [
    'https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html',
  ],
  needs: (model) => model.permissions.flatMap((permission) => permissionNeed(permission, model)),
});

/** What the permission is for must be possible for a caller whose own account allows it everything. */
function permissionNeed(permission: InvokePermission, model: StackModel): readonly Need[] {
  const { resource, target, principal } = permission;
  const account = principal === undefined ? undefined : otherAccount(principal, model);
  const action = at(resource.properties, 'Action');
  if (principal === undefined || account === undefined || !meansAction(textOfValue(action) ?? [], INVOKE)) return [];
  if (URL_PROPERTIES.some((property) => at(resource.properties, property) !== undefined)) return [];
  const message = `permission \`${resource.logicalId}\` names \`${showText(principal)}\``;
  const origin = at(resource.properties, 'Principal')?.origin ?? resource.origin;
  return [
    {
      rule: id,
      principal: { kind: 'role', role: callerIn(account, principal, model), by: 'other-service' },
      action: INVOKE,
      resource: resourceRef(target.arn, model, target.logicalId),
      context: new Map(),
      evidence: [{ kind: 'granted', message, origin }],
      function: target.function,
    },
  ];
}

/** These make a permission for callers of the function's URL. */
const URL_PROPERTIES = ['FunctionUrlAuthType', 'InvokedViaFunctionUrl'];

/** The account of a principal that is surely not this one: an id, the account's root or a role. */
function otherAccount(principal: Text, model: StackModel): Text | undefined {
  const shown = showText(principal);
  const isId = /^\d{12}$/.test(shown);
  const isRootOrRole = shown.endsWith(':root') || shown.includes(':role/');
  const account = isId ? principal : isRootOrRole ? accountIn(principal) : undefined;
  return account !== undefined && sameText(account, model.place.account) === 'no' ? account : undefined;
}

function callerIn(account: Text, principal: Text, model: StackModel): Role {
  const anyRole = hole(`any role of ${showText(account)}`, { kind: 'any-object', of: showText(account) }, NAME_SHAPE);
  const isRole = showText(principal).includes(':role/');
  const arn = isRole ? principal : textOf('arn:', model.place.partition, ':iam::', account, ':role/', anyRole);
  return {
    logicalId: undefined,
    arn,
    name: splitText(arn, '/').at(-1) ?? [],
    identity: { policies: [EVERYTHING], unknowns: [] },
    boundary: undefined,
    trust: { policies: [], unknowns: [] },
    origin: NOWHERE,
  };
}

const NOWHERE: Origin = { kind: 'input', path: undefined };
const EVERYTHING = parsePolicy(
  valueOfJson({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }, NOWHERE),
  'policies of the other account',
);
