import { showText } from '#core/value/text';
import type { PrincipalRef } from '#core/rules/need';
import type { Candidate } from './candidate';

/**
 * Names a finding by what it is about, in logical ids where there are any: the same in every run and every spelling of the
 * template, and still the same when unrelated resources come and go.
 */
export function findingKey(candidate: Candidate): string {
  if (candidate.kind === 'inert') {
    const { grant } = candidate;
    return join(grant.rule, grant.service, grant.action, nameOf(grant.resource));
  }
  if (candidate.kind === 'fault') {
    const { fault } = candidate;
    return join(fault.rule, fault.logicalId, fault.action, nameOf(fault.resource));
  }
  const { need } = candidate.assessment;
  return join(need.rule, callerName(need.principal), need.action, nameOf(need.resource));
}

function callerName(principal: PrincipalRef): string {
  switch (principal.kind) {
    case 'role':
      return principal.role.logicalId ?? showText(principal.role.arn);
    case 'service':
      return `${principal.service}${principal.logicalId === undefined ? '' : `(${principal.logicalId})`}`;
    case 'anyone':
      return 'anyone';
  }
}

function nameOf(resource: {
  readonly logicalId: string | undefined;
  readonly arn: Parameters<typeof showText>[0];
}): string {
  return resource.logicalId ?? showText(resource.arn);
}

function join(...parts: readonly string[]): string {
  return parts.join('/');
}
