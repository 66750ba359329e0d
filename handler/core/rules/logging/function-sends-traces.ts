import { literalOf, textOf } from '#core/value/text';
import { at, textOfValue } from '#core/value/value';
import { defineRule } from '../rule';
import { roleNeed } from '../shared/role-needs';

const id = 'function-sends-traces';

export const functionSendsTraces = defineRule({
  id,
  family: 'logging',
  catalogue: ['F-XRAY'],
  title: 'Function with active tracing can send its traces',
  why: 'Segments are sent with the execution role. Without the permission the function works and its traces are missing; SAM grants it only to roles that it makes.',
  fix: 'Attach AWSXRayDaemonWriteAccess, or allow xray:PutTraceSegments and xray:PutTelemetryRecords on `*`.',
  breaks: 'run',
  harm: 'lesser',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html'],
  needs: (model) =>
    model.functions.flatMap((each) => {
      const mode = at(each.resource.properties, 'TracingConfig', 'Mode');
      if (mode === undefined || literalOf(textOfValue(mode) ?? []) !== 'Active') return [];
      const message = `\`${each.logicalId}\` has active tracing`;
      return ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'].map((action) =>
        roleNeed({
          rule: id,
          function: each,
          by: 'lambda-service',
          action,
          resource: { arn: textOf('*'), account: model.place.account, logicalId: undefined },
          evidence: [{ kind: 'wired', message, origin: mode.origin }],
        }),
      );
    }),
});
