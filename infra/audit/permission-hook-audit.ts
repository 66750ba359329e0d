import { CfnQueryDefinition } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { AuditAlarms, type AuditAlarmsProps } from './audit-alarms';
import { AuditDashboard } from './audit-dashboard';
import { queryText, SAVED_QUERIES } from './audit-queries';

/** Shows what the gate does in one account and region, answers who was blocked and why, and tells when it does not work. */
export class PermissionHookAudit extends Construct {
  constructor(scope: Construct, id: string, props: AuditAlarmsProps) {
    super(scope, id);
    new AuditDashboard(this, 'Dashboard', props.gate);
    new AuditAlarms(this, 'Alarms', props);
    for (const [name, query] of Object.entries(SAVED_QUERIES)) {
      new CfnQueryDefinition(this, name, {
        name: `permission-hook/${name}`,
        queryString: queryText(query),
        logGroupNames: [props.gate.logGroup.logGroupName],
      });
    }
  }
}
