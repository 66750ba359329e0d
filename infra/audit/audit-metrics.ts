import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { AuditRecord } from '#hook/audit-record';

const NAMESPACE = 'PermissionHook';
export type AuditMetric = keyof AuditRecord &
  ('Duration' | 'Blocking' | 'Warnings' | 'Needs' | 'Unknown' | 'Fault' | 'Disagreements');

export const VERDICTS = ['pass', 'fail', 'inconclusive', 'not-judged', 'waiting', 'fault'] as const;

/** A metric that CloudWatch takes from the audit records. */
export function auditMetric(metricName: AuditMetric, statistic: string = Stats.SUM): Metric {
  return new Metric({ namespace: NAMESPACE, metricName, statistic, period: Duration.minutes(5) });
}

/** How often a verdict was given: each record counts once in any of its metrics. */
export function verdictMetric(verdict: (typeof VERDICTS)[number]): Metric {
  return auditMetric('Duration', Stats.SAMPLE_COUNT).with({ dimensionsMap: { verdict }, label: verdict });
}
