import { knownAction } from '#core/aws/actions';
import type { NamedGrant, Role, StackModel } from '#core/model/stack-model';
import type { Pattern, Statement } from '#core/policy/document';
import { literalOf, showText } from '#core/value/text';
import type { Need } from '../need';
import { defineRule } from '../rule';
import { mistakenFor } from '../shared/action-meant';
import { anyOf } from '../shared/any-of';
import { collectNeeds } from '../shared/collected-needs';
import { ASKED_OF_FUNCTIONS } from '../shared/data-accesses';
import { resourceRef } from '../shared/role-needs';

const id = 'granted-action-exists';

export const grantedActionExists = defineRule({
  id,
  family: 'data',
  catalogue: ['A-S3-READ', 'A-S3-LIST', 'A-SQS-SEND', 'A-SNS-PUB', 'A-BEDROCK'],
  title: 'A statement allows actions that exist',
  why: 'IAM takes an action that does not exist without a word, and it matches nothing: several API calls are checked under the name of another action (PublishBatch as sns:Publish, HeadObject as s3:GetObject).',
  fix: 'Name the action that the call is checked under.',
  breaks: 'run',
  harm: 'lesser',
  yields: 'to-all',
  references: [
    'https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html',
  ],
  needs: (model) => collectNeeds(model.roles.flatMap((role) => roleNeeds(role, model))),
});

/** AWS's own policies are as AWS wants them: only what is written in the template is looked at. */
function roleNeeds(role: Role, model: StackModel): readonly Need[] {
  const statements = role.identity.policies.flatMap((policy) => policy.statements);
  return statements
    .filter(({ effect, origin }) => effect === 'Allow' && origin.kind === 'template')
    .flatMap((statement) => mistakes(statement).flatMap((mistake) => needsOf({ role, statement, mistake }, model)));
}

interface Mistake {
  readonly written: Pattern;
  readonly action: string;
}

function mistakes({ actions }: Statement): readonly Mistake[] {
  if (actions?.negated !== false) return [];
  return actions.patterns.flatMap((written) => {
    const name = literalOf(written.text) ?? '';
    const action = mistakenFor(name);
    return action === undefined || knownAction(name) !== undefined ? [] : [{ written, action }];
  });
}

interface Meant {
  readonly role: Role;
  readonly statement: Statement;
  readonly mistake: Mistake;
}

function needsOf({ role, statement, mistake }: Meant, model: StackModel): readonly Need[] {
  const runs = model.functions.find((each) => each.role === role);
  const patterns = statement.resources?.negated === false ? statement.resources.patterns : [];
  if (runs !== undefined && isAskedElsewhere(mistake.action, patterns)) return [];
  const message = `a statement of \`${role.logicalId ?? showText(role.arn)}\` names \`${showText(mistake.written.text)}\`, which does not exist`;
  return patterns.map(({ text }) => ({
    rule: id,
    principal: { kind: 'role', role, by: runs === undefined ? 'other-service' : 'function-code' },
    action: mistake.action,
    resource: resourceRef(anyOf(text), model, model.lookup.byArn(text)?.logicalId),
    context: new Map(),
    evidence: [{ kind: 'granted', message, origin: mistake.written.origin }],
    function: runs,
    contradicted: [statement],
  }));
}

function isAskedElsewhere(action: string, patterns: readonly NamedGrant['resource'][]): boolean {
  return ASKED_OF_FUNCTIONS.has(action.toLowerCase()) && patterns.some(({ text }) => literalOf(text) !== '*');
}
