import type { Finding, Judgement } from '#core/verdict/judgement';

/** A finding as the judge gives it; a test states what matters to it. */
export function finding(parts: Partial<Finding> = {}): Finding {
  return {
    key: 'function-invokes-function:RequestRole:Processor',
    rule: 'function-invokes-function',
    level: 'block',
    certainty: 'definite',
    since: 'new',
    outcome: 'implicit-deny',
    layer: 'identity',
    message: '`Request` may not invoke `Processor`: no statement of `RequestRole` allows `lambda:InvokeFunction` on it',
    principal: { logicalId: 'RequestRole', arn: null, service: null },
    action: 'lambda:InvokeFunction',
    resource: { logicalId: 'Processor', arn: null },
    function: 'Request',
    location: { path: ['Resources', 'Request'], line: 21, column: 3, constructPath: null },
    evidence: [{ kind: 'granted', message: 'granted', path: ['Resources'], line: 2, column: 1 }],
    closest: { path: ['Resources'], line: 9, column: 5, why: 'resource names another function' },
    unknowns: [],
    fix: {
      summary: 'allow lambda:InvokeFunction on Processor in RequestRole',
      snippet: '- Effect: Allow\n',
      proved: true,
    },
    references: ['https://docs.aws.amazon.com/lambda/latest/dg/access-control-identity-based.html'],
    ...parts,
  };
}

export const possible: Partial<Finding> = {
  level: 'note',
  certainty: 'possible',
  outcome: 'unknown',
  fix: null,
  unknowns: [{ reason: 'parameter-without-value', message: 'parameter `Arn` has no value in this request' }],
};

export function judgement(findings: readonly Finding[], parts: Partial<Judgement> = {}): Judgement {
  const open = findings.filter(({ certainty }) => certainty === 'possible').length;
  const denied = findings.length - open;
  return {
    template: 'shop',
    verdict: findings.some(({ level }) => level === 'block') ? 'fail' : open > 0 ? 'inconclusive' : 'pass',
    counts: { needs: 12, allowed: 12 - denied - open, denied, unknown: open },
    findings,
    accepted: [],
    problems: [],
    wantedFacts: [],
    ...parts,
  };
}
