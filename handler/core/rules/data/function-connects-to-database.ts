import type { EnvironmentReference, LambdaFunction, NamedGrant, Resource, StackModel } from '#core/model/stack-model';
import { literalOf, showText, textOf, type Text } from '#core/value/text';
import { at, itemsOf, textOfValue } from '#core/value/value';
import type { Evidence, Need } from '../need';
import { defineRule } from '../rule';
import { anyOf } from '../shared/any-of';
import { collectNeeds } from '../shared/collected-needs';
import { roleNeed } from '../shared/role-needs';

const id = 'function-connects-to-database';
const ACTION = 'rds-db:connect';

export const functionConnectsToDatabase = defineRule({
  id,
  family: 'data',
  catalogue: ['A-RDS-IAM'],
  title: 'Function can connect to the database with IAM credentials',
  why: 'A token is accepted with rds-db:connect on `dbuser:<resource id>/<user>` of the service rds-db; the ARN of the instance, the cluster or the proxy is of another service and never matches.',
  fix: 'Allow rds-db:connect on `arn:${AWS::Partition}:rds-db:${AWS::Region}:${AWS::AccountId}:dbuser:<resource id>/<user>`.',
  breaks: 'run',
  harm: 'lesser',
  yields: 'to-wiring',
  references: [
    'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html',
    'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-connecting.html',
  ],
  needs: (model) =>
    collectNeeds([
      ...model.namedGrants.flatMap((grant) => grantedNeed(grant, model)),
      ...model.environmentReferences.flatMap((each) => proxyNeed(each, model)),
    ]),
});

/** A statement that is about database users may mean any of them; one about something else never has an effect. */
function grantedNeed({ function: lambda, statement, resource }: NamedGrant, model: StackModel): readonly Need[] {
  const { actions } = statement;
  if (lambda === undefined || actions?.negated !== false) return [];
  if (!actions.patterns.some(({ text }) => literalOf(text) === ACTION)) return [];
  const shown = showText(resource.text);
  const isOfUsers = shown.includes(':rds-db:');
  const role = lambda.role.logicalId ?? showText(lambda.role.arn);
  const message = `a statement of \`${role}\` names \`${ACTION}\` on \`${shown}\``;
  const arn = isOfUsers ? anyOf(resource.text) : anyUser(model);
  const need = connectNeed({ lambda, arn, evidence: { kind: 'granted', message, origin: resource.origin } }, model);
  return [{ ...need, contradicted: isOfUsers ? [] : [statement] }];
}

/** AWS: a proxy that requires IAM credentials lets nobody in by password. */
function proxyNeed(reference: EnvironmentReference, model: StackModel): readonly Need[] {
  const { resource, function: lambda, variable, origin } = reference;
  if (resource.type !== 'AWS::RDS::DBProxy' || !takesTokensAlone(resource)) return [];
  const message = `environment variable \`${variable}\` of \`${lambda.logicalId}\` names \`${resource.logicalId}\`, which requires IAM credentials`;
  return [connectNeed({ lambda, arn: anyUser(model), evidence: { kind: 'referenced', message, origin } }, model)];
}

function takesTokensAlone(proxy: Resource): boolean {
  const ways = itemsOf(at(proxy.properties, 'Auth'));
  return ways.length > 0 && ways.every((way) => literalOf(textOfValue(at(way, 'IAMAuth')) ?? []) === 'REQUIRED');
}

interface Connecting {
  readonly lambda: LambdaFunction;
  readonly arn: Text;
  readonly evidence: Evidence;
}

function connectNeed({ lambda, arn, evidence }: Connecting, model: StackModel): Need {
  const resource = { arn, account: model.place.account, logicalId: undefined };
  return roleNeed({ rule: id, function: lambda, by: 'function-code', action: ACTION, resource, evidence: [evidence] });
}

/** Which database and which user is the code's choice. */
function anyUser({ place: { partition, region, account } }: StackModel): Text {
  return anyOf(textOf('arn:', partition, ':rds-db:', region, ':', account, ':dbuser:*/*'));
}
