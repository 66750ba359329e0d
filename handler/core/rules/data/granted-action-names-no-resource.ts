import { knownAction } from '#core/aws/actions';
import type { NamedGrant, StackModel } from '#core/model/stack-model';
import type { Statement } from '#core/policy/document';
import { literalOf, showText, splitText, type Text } from '#core/value/text';
import { matchText } from '#core/value/text-match';
import type { Evidence, Need } from '../need';
import { defineRule } from '../rule';
import { collectNeeds } from '../shared/collected-needs';
import { anyArnHereOf, anyArnOf } from '../shared/any-arn-of';
import { grantedUses } from '../shared/granted-uses';

const id = 'granted-action-names-no-resource';

export const grantedActionNamesNoResource = defineRule({
  id,
  family: 'data',
  catalogue: [
    'A-SQS-SEND',
    'A-SNS-PUB',
    'A-DDB-READ',
    'A-DDB-WRITE',
    'A-SSM',
    'A-SECRET',
    'A-EVENTS',
    'A-BEDROCK',
    'A-ECSRUN',
  ],
  title: 'A statement names ARNs that its actions can be asked of',
  why: 'The ARN is of another service, or lacks a part (`table`, `function`, `parameter`, a region), so that no resource of the kind has it: the statement never matches, and nothing else allows the action.',
  fix: 'Name the ARN as the service spells it, e.g. `arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/<name>`.',
  breaks: 'run',
  harm: 'lesser',
  yields: 'to-all',
  onlyIfSure: true,
  references: [
    'https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html',
  ],
  needs: (model) => collectNeeds(model.namedGrants.flatMap((grant) => needsOf(grant, model))),
});

function needsOf(grant: NamedGrant, model: StackModel): readonly Need[] {
  const { function: runs, statement } = grant;
  if (runs === undefined) return [];
  const actions = actionsOf(statement);
  const isDead = actions.length > 0 && actions.every((action) => matchesNothing(action, statement, model));
  if (!isDead || actions.some((action) => isSpokenOf(action, grant, model))) return [];
  return actions.flatMap((action) => needOf(action, grant, model));
}

/** Each action as AWS spells it; none where there is one that is not spelt out. */
function actionsOf({ actions }: Statement): readonly string[] {
  if (actions?.negated !== false) return [];
  const names = actions.patterns.map(({ text }) => literalOf(text) ?? '*');
  return names.some((name) => /[*?]/.test(name)) ? [] : names.map((name) => knownAction(name)?.name ?? name);
}

/** Nothing that the action is asked of can have one of the ARNs. */
function matchesNothing(action: string, { resources }: Statement, model: StackModel): boolean {
  const forms = anyArnOf(action, model);
  if (forms.length === 0 || resources?.negated !== false) return false;
  return resources.patterns.every(
    ({ text }) => isReadable(text) && forms.every((form) => matchText(text, form) === 'no'),
  );
}

/**
 * AWS: what shorter ARNs match is not documented; policy variables may stand for anything, and names of buckets are looked at
 * elsewhere. Where the name is empty, a parameter was left out: then nothing is meant to be allowed.
 */
function isReadable(text: Text): boolean {
  const shown = text.map((part) => (typeof part === 'string' ? part : '?')).join('');
  const parts = splitText(text, ':');
  const isOdd = shown.includes('${') || shown.includes(':s3:::') || /[/:]$|\/\//.test(shown);
  return shown.startsWith('arn:') && parts.length >= ARN_PARTS && !isOdd;
}
const ARN_PARTS = 6;

/** What is in the stack other rules look at, and what another statement names along with it may be copied. */
function isSpokenOf(action: string, grant: NamedGrant, model: StackModel): boolean {
  if (grantedUses(action, model).some((use) => use.grant.statement === grant.statement)) return true;
  const service = action.slice(0, action.indexOf(':') + 1);
  const named = showText(grant.resource.text);
  return model.namedGrants.some(
    ({ role, statement, resource }) =>
      role === grant.role &&
      statement !== grant.statement &&
      showText(resource.text) === named &&
      (statement.actions?.patterns ?? []).some(({ text }) => showText(text).startsWith(service)),
  );
}

/** Whatever may be meant: if the action is allowed on anything at all, nothing is said. The repair speaks of what is here. */
function needOf(
  action: string,
  { role, function: runs, statement, resource }: NamedGrant,
  model: StackModel,
): readonly Need[] {
  const message = `a statement of \`${role.logicalId ?? showText(role.arn)}\` names \`${action}\` on \`${model.lookup.byArn(resource.text)?.logicalId ?? showText(resource.text)}\``;
  const evidence: Evidence = { kind: 'granted', message, origin: resource.origin };
  const [first, ...others] = [...anyArnHereOf(action, model), ...anyArnOf(action, model)].map((arn): Need => ({
    rule: id,
    principal: { kind: 'role', role, by: 'function-code' },
    action,
    resource: { arn, account: model.place.account, logicalId: undefined },
    context: new Map(),
    evidence: [evidence],
    function: runs,
    contradicted: [statement],
    byOwnPolicies: true,
    message: `${message}, an ARN of nothing that the action is asked of; the role allows it on nothing else`,
  }));
  return first === undefined ? [] : [{ ...first, orNeeds: others }];
}
