import type { StackModel } from '#core/model/stack-model';
import type { PrincipalRef, ResourceRef } from '#core/rules/need';
import { literalOf, showText, type Text } from '#core/value/text';
import type { Candidate } from './candidate';
import { wordsOfText } from './spell-text';

/**
 * Names a finding by what it is about, in logical ids where there are any: the same in every run and every spelling of the
 * template, and still the same when unrelated resources come and go.
 */
export function findingKey(candidate: Candidate): string {
  const { model } = candidate;
  if (candidate.kind === 'inert') {
    const { grant } = candidate;
    return join(grant.rule, grant.service, grant.action, nameOf(grant.resource, model));
  }
  if (candidate.kind === 'fault') {
    const { fault } = candidate;
    return join(fault.rule, fault.logicalId, fault.action, nameOf(fault.resource, model));
  }
  const { need } = candidate.assessment;
  return join(need.rule, callerName(need.principal, model), need.action, nameOf(need.resource, model));
}

function callerName(principal: PrincipalRef, model: StackModel): string {
  switch (principal.kind) {
    case 'role':
      return principal.role.logicalId ?? nameOfArn(principal.role.arn, model);
    case 'service':
      return `${principal.service}${principal.logicalId === undefined ? '' : `(${principal.logicalId})`}`;
    case 'anyone':
      return 'anyone';
  }
}

/** A part of a resource, such as an index of a table, is something else than the resource. */
function nameOf({ arn, logicalId }: ResourceRef, model: StackModel): string {
  const own = logicalId === undefined ? undefined : model.lookup.all.get(logicalId)?.arn;
  const isPart = own !== undefined && showText(own) !== showText(arn) && !isAnyOf(arn);
  return logicalId === undefined || isPart ? nameOfArn(arn, model) : logicalId;
}

function isAnyOf(arn: Text): boolean {
  return arn.some((part) => typeof part !== 'string' && part.reason.kind === 'any-object');
}

/** The same whether the account and the region of the deployment are known or not. */
function nameOfArn(arn: Text, model: StackModel): string {
  const { region, account } = model.place;
  const parts = wordsOfText(arn, model).split(':');
  if (parts[0] !== 'arn') return parts.join(':');
  const [known, other] = [literalOf(region), literalOf(account)];
  return parts
    .map((part, index) => (index === 3 && part === known ? '${AWS::Region}' : part))
    .map((part, index) => (index === 4 && part === other ? '${AWS::AccountId}' : part))
    .join(':');
}

function join(...parts: readonly string[]): string {
  return parts.join('/');
}
