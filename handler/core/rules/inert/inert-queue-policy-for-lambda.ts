import type { Resource, StackModel } from '#core/model/stack-model';
import type { Statement } from '#core/policy/document';
import { literalOf } from '#core/value/text';
import type { InertGrant } from '../need';
import { defineInertRule } from '../rule';
import { resourceRef } from '../shared/role-needs';

const id = 'inert-queue-policy-for-lambda';
const SERVICE = 'lambda.amazonaws.com';

export const inertQueuePolicyForLambda = defineInertRule({
  id,
  family: 'inert',
  catalogue: ['E-SQS', 'D-DLQ-SQS', 'D-DLQ-SNS', 'D-ASYNC-SQS', 'D-ASYNC-SNS', 'A-SECRET'],
  title: 'Policy of a queue, topic or secret for lambda.amazonaws.com has no effect',
  why: 'Lambda reads queues, sends to queues and topics, and runs code that reads secrets, with the execution role of the function and never as lambda.amazonaws.com.',
  fix: 'Allow the actions in the execution role, and drop the statement.',
  breaks: 'run',
  harm: 'lesser',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html'],
  grants: (model) =>
    model.lookup.ofType(...TYPES).flatMap((owner) =>
      (model.resourcePolicies.get(owner.logicalId)?.policies ?? [])
        .flatMap(({ statements }) => statements)
        .filter(isForLambdaAlone)
        .map((statement) => inertGrant(owner, statement, model)),
    ),
});

const TYPES = ['AWS::SQS::Queue', 'AWS::SNS::Topic', 'AWS::SecretsManager::Secret'];

function isForLambdaAlone({ effect, principals }: Statement): boolean {
  const named = principals?.principals ?? [];
  return (
    effect === 'Allow' &&
    principals?.negated === false &&
    named.length > 0 &&
    named.every(({ type, text }) => type === 'Service' && literalOf(text) === SERVICE)
  );
}

function inertGrant(owner: Resource, statement: Statement, model: StackModel): InertGrant {
  return {
    rule: id,
    function: undefined,
    message: `the statement of the policy of \`${owner.logicalId}\` for \`${SERVICE}\` has no effect: Lambda uses the execution role, whose policies decide`,
    origin: statement.origin,
    action: literalOf(statement.actions?.patterns[0]?.text ?? []) ?? '*',
    resource: resourceRef(owner.arn ?? owner.ref, model, owner.logicalId),
    service: SERVICE,
  };
}
