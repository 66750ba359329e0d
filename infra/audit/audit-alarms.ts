import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  MathExpression,
  Stats,
  TreatMissingData,
  type AlarmProps,
  type IAlarmAction,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { GateFunction } from '../gate-function';
import { auditMetric } from './audit-metrics';

export interface AuditAlarmsProps {
  readonly gate: GateFunction;
  /** What an alarm does, as sending to a topic. @default it is only seen in the console */
  readonly alarmAction?: IAlarmAction;
  /** So many days without a question, 7 at most, mean that somebody has taken the gate out of the way. @default 7 */
  readonly silentDays?: number;
}

// Of the 24 seconds that the gate gives itself.
const SLOW_MILLISECONDS = 15_000;

const DEFAULTS = {
  comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
  threshold: 1,
  evaluationPeriods: 1,
  // Without a question there is nothing to alarm about.
  treatMissingData: TreatMissingData.NOT_BREACHING,
};

/** Tells when the gate does not do what it is there for. */
export class AuditAlarms extends Construct {
  constructor(scope: Construct, id: string, props: AuditAlarmsProps) {
    super(scope, id);
    for (const [name, terms] of alarmsOf(props)) {
      const alarm = new Alarm(this, name, { ...DEFAULTS, ...terms });
      if (props.alarmAction !== undefined) alarm.addAlarmAction(props.alarmAction);
    }
  }
}

type AlarmTerms = Pick<AlarmProps, 'metric' | 'alarmDescription'> & Partial<AlarmProps>;

function alarmsOf({ gate: { live }, silentDays = 7 }: AuditAlarmsProps): readonly (readonly [string, AlarmTerms])[] {
  const period = Duration.minutes(5);
  const usingMetrics = { errors: live.metricErrors({ period }), throttles: live.metricThrottles({ period }) };
  const silent = {
    alarmDescription: 'Nobody asked the gate: is the hook switched off, or were there no deployments?',
    metric: live.metricInvocations({ period: Duration.days(1) }),
    comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    evaluationPeriods: silentDays,
    treatMissingData: TreatMissingData.BREACHING,
  };
  return [
    [
      'Faults',
      { alarmDescription: 'The gate could not judge; the query `faults` says why', metric: auditMetric('Fault') },
    ],
    [
      'Unanswered',
      {
        alarmDescription: 'The function timed out, crashed or was throttled: CloudFormation got no answer',
        metric: new MathExpression({ expression: 'errors + throttles', usingMetrics, period }),
      },
    ],
    [
      'Slow',
      {
        alarmDescription: 'Judgements come near the time after which CloudFormation waits no longer',
        metric: auditMetric('Duration', Stats.percentile(99)),
        threshold: SLOW_MILLISECONDS,
      },
    ],
    [
      'Disagreement',
      {
        alarmDescription: 'IAM would have allowed what the gate was about to block: one of them is wrong',
        metric: auditMetric('Disagreements'),
      },
    ],
    ['Silent', silent],
  ];
}
