import type { UnknownReason } from '#core/value/unknown-reason';

// Every field is one of `schema/audit-record.schema.json`. What a list holds is reached only through `jsonParse` and `unnest`:
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Unnest.html
const RECORDS = 'filter record = "permission-hook-audit"';
const PARSED = 'fields jsonParse(@message) as json';

/** A query of CloudWatch Logs Insights over the audit records, in lines that become one pipe. */
export type AuditQuery = readonly string[];

export function queryText(query: AuditQuery): string {
  return query.join('\n| ');
}

/** Kept in the account for whoever asks; by the name it is found under. */
export const SAVED_QUERIES: Readonly<Record<string, AuditQuery>> = {
  'who-was-blocked-and-why': [
    RECORDS,
    'filter errorCode = "NonCompliant"',
    'fields @timestamp, awsAccountId, stackId, changeSetId, message',
    'sort @timestamp desc',
    'limit 200',
  ],
  'accepted-findings-by-expiry': [
    RECORDS,
    PARSED,
    'unnest json.accepted into acceptance',
    'filter ispresent(acceptance.expires)',
    'stats latest(acceptance.reason) as reason by acceptance.expires, acceptance.key, awsAccountId, stackId',
    'sort acceptance.expires asc',
    'limit 200',
  ],
  'slowest-judgements': [
    RECORDS,
    'fields @timestamp, Duration, verdict, stackId, template.characters, counts.needs, rounds, stages.payload, stages.account, stages.facts, stages.judge',
    'sort Duration desc',
    'limit 50',
  ],
  'history-of-one-stack': [
    RECORDS,
    '# write the name of the stack in place of NAME',
    'filter stackId like ":stack/NAME/"',
    'fields @timestamp, target, action, verdict, hookStatus, Blocking, Warnings, Unknown, settings.version, template.sha256, message',
    'sort @timestamp asc',
    'limit 1000',
  ],
  faults: [
    RECORDS,
    'filter Fault = 1',
    'fields @timestamp, fault.code, fault.message, awsAccountId, stackId, requestId, invocation, Duration',
    'sort @timestamp desc',
    'limit 200',
  ],
};

export const FINDINGS_BY_RULE: AuditQuery = [
  RECORDS,
  PARSED,
  'unnest json.findings into finding',
  'stats count(*) as findings by finding.rule, finding.level',
  'sort findings desc',
  'limit 30',
];

export const BLOCKED_STACKS: AuditQuery = [
  RECORDS,
  'filter errorCode = "NonCompliant"',
  'stats count(*) as refusals, latest(@timestamp) as last, latest(message) as why by awsAccountId, stackId',
  'sort last desc',
  'limit 30',
];

// A table, as the compiler then sees that none is missing.
const REASONS: Readonly<Record<UnknownReason['kind'], true>> = {
  'account-of-resource': true,
  'account-state-not-read': true,
  'account-state-unreadable': true,
  'any-object': true,
  'attribute-known-after-deployment': true,
  'condition-undecided': true,
  contested: true,
  'context-key': true,
  'dynamic-reference': true,
  'generated-name': true,
  'given-unknown': true,
  'import-not-read': true,
  'intrinsic-unresolved': true,
  'kms-grant': true,
  'mapping-key-unknown': true,
  'nested-stack-not-read': true,
  'parameter-masked': true,
  'parameter-without-value': true,
  'pseudo-parameter': true,
  'ssm-parameter-not-read': true,
  'statement-unreadable': true,
  'transform-not-expanded': true,
};

export const UNKNOWN_BY_REASON: AuditQuery = [
  RECORDS,
  `stats ${Object.keys(REASONS)
    .map((reason) => `sum(\`unknowns.${reason}\`) as ${reason.replaceAll('-', '_')}`)
    .join(', ')}`,
];
