import { Duration } from 'aws-cdk-lib';
import { Dashboard, GraphWidget, MathExpression, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { VERDICTS, type AuditMetric } from '../audit/audit-metrics';

const WIDTH = 12;
const PERIOD = Duration.hours(1);
type Statistic = 'Sum' | 'SampleCount' | 'p50' | 'p99' | 'Maximum';

/**
 * What the gates of all accounts of one region said. In a monitoring account, a search goes over the accounts that are linked to it.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Unified-Cross-Account.html
 */
export class OrganizationDashboard extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const widgets: readonly (readonly IWidget[])[] = [
      [
        graph(
          'Verdicts, all accounts',
          VERDICTS.map((verdict) => total('Duration', 'SampleCount', verdict)),
        ),
        graph('Blocking findings by account', [byAccount('Blocking', 'Sum')]),
      ],
      [
        graph('Warnings by account', [byAccount('Warnings', 'Sum')]),
        graph('Unknown by account', [byAccount('Unknown', 'Sum')]),
      ],
      [
        graph('Latency in milliseconds, p99 by account', [byAccount('Duration', 'p99')]),
        graph('Faults by account', [byAccount('Fault', 'Sum'), byAccount('Disagreements', 'Sum')]),
      ],
    ];
    new Dashboard(this, 'Dashboard', { widgets: widgets.map((row) => [...row]) });
  }
}

function graph(title: string, left: MathExpression[]): GraphWidget {
  return new GraphWidget({ title, left, width: WIDTH, height: 6, period: PERIOD });
}

function total(metric: AuditMetric, statistic: Statistic, verdict: (typeof VERDICTS)[number]): MathExpression {
  const found = search(`{PermissionHook,verdict} verdict="${verdict}" MetricName="${metric}"`, statistic);
  return new MathExpression({ expression: `SUM(${found})`, label: verdict, period: PERIOD });
}

function byAccount(metric: AuditMetric, statistic: Statistic): MathExpression {
  const expression = search(`{PermissionHook} MetricName="${metric}"`, statistic);
  return new MathExpression({ expression, label: metric, period: PERIOD });
}

function search(query: string, statistic: Statistic): string {
  return `SEARCH('${query}', '${statistic}', ${PERIOD.toSeconds()})`;
}
