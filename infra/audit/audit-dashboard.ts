import {
  Color,
  Dashboard,
  GraphWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  Stats,
  type IMetric,
  type IWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { GateFunction } from '../gate-function';
import { auditMetric, verdictMetric, VERDICTS } from './audit-metrics';
import { BLOCKED_STACKS, FINDINGS_BY_RULE, queryText, UNKNOWN_BY_REASON, type AuditQuery } from './audit-queries';

const WIDTH = 12;

/** What the gate said in one account and region, how fast, and what it could not tell. Its name is generated: dashboards know no regions. */
export class AuditDashboard extends Construct {
  constructor(scope: Construct, id: string, { live, logGroup }: GateFunction) {
    super(scope, id);
    const logGroupNames = [logGroup.logGroupName];
    const asTable = (title: string, query: AuditQuery) => tableWidget(title, query, logGroupNames);
    const widgets: readonly (readonly IWidget[])[] = [
      [
        graph('Verdicts', VERDICTS.map(verdictMetric)),
        graph('Findings', [
          auditMetric('Blocking').with({ color: Color.RED }),
          auditMetric('Warnings').with({ color: Color.ORANGE }),
          auditMetric('Unknown').with({ color: Color.GREY }),
        ]),
      ],
      [asTable('Findings by rule', FINDINGS_BY_RULE), asTable('Blocked stacks', BLOCKED_STACKS)],
      [
        graph('Latency in milliseconds', [50, 90, 99].map(latency)),
        graph('Faults', [
          auditMetric('Fault'),
          auditMetric('Disagreements'),
          live.metricErrors(),
          live.metricThrottles(),
        ]),
      ],
      [asTable('Unknown by reason', UNKNOWN_BY_REASON)],
    ];
    new Dashboard(this, 'Dashboard', { widgets: widgets.map((row) => [...row]) });
  }
}

function latency(percent: number): IMetric {
  return auditMetric('Duration', Stats.percentile(percent)).with({ label: `p${percent}` });
}

function graph(title: string, left: readonly IMetric[]): GraphWidget {
  return new GraphWidget({ title, left: [...left], width: WIDTH, height: 6 });
}

function tableWidget(title: string, query: AuditQuery, logGroupNames: string[]): LogQueryWidget {
  const view = LogQueryVisualizationType.TABLE;
  return new LogQueryWidget({ title, logGroupNames, queryString: queryText(query), view, width: WIDTH, height: 6 });
}
