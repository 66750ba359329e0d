import type { ReportedFinding } from './report';

/** Policies may be attached beside a resource or after it, and services ask again for a while; whom a role trusts is there first. */
export function asOfOneResource(finding: ReportedFinding): ReportedFinding {
  const mayFollow = finding.rule.family !== 'trust' && finding.outcome === 'implicit-deny';
  return mayFollow ? { ...finding, atMost: finding.atMost ?? 'warn' } : finding;
}

/** The stack around may be making policies of what it handed to this one, at this very time. */
export function asOfNestedStack(finding: ReportedFinding): ReportedFinding {
  const { layer, principal, resource } = finding;
  const isOthersRole = principal.arn !== null && principal.logicalId === null && principal.service === null;
  const isOthers = layer === 'resource' ? resource.logicalId === null : isOthersRole && layer === 'identity';
  return isOthers ? asOfOneResource(finding) : finding;
}
