import { showText } from '#core/value/text';
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
  const { need } = candidate.assessment;
  const who =
    need.principal.kind === 'role'
      ? (need.principal.role.logicalId ?? showText(need.principal.role.arn))
      : `${need.principal.service}${need.principal.logicalId === undefined ? '' : `(${need.principal.logicalId})`}`;
  return join(need.rule, who, need.action, nameOf(need.resource));
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
