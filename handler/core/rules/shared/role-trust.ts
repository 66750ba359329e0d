import type { Role, StackModel } from '#core/model/stack-model';
import type { Origin } from '#core/value/origin';
import { textOf, type Text } from '#core/value/text';
import type { Need } from '../need';

export interface Assumption {
  readonly rule: string;
  readonly service: string;
  /** Set where the name of the service in the region is documented to do as well as the global one. */
  readonly isRegionalToo?: boolean;
  readonly role: Role;
  /** The resource that names the role. */
  readonly logicalId: string;
  /** What the service sends as `aws:SourceArn`; absent: it is not documented, or known only later. */
  readonly sourceArn?: Text;
  readonly origin: Origin;
}

/** A service that is given a role has to assume it. */
export function serviceAssumes(assumption: Assumption, model: StackModel): Need {
  const { rule, service, role, logicalId, sourceArn, origin } = assumption;
  const message = `\`${logicalId}\` gives ${role.logicalId === undefined ? 'this role' : `\`${role.logicalId}\``} to \`${service}\``;
  const regional = textOf(service.replace('.amazonaws.com', '.'), model.place.region, '.amazonaws.com');
  return {
    rule,
    principal: {
      kind: 'service',
      service,
      ...(assumption.isRegionalToo === true ? { otherName: regional } : {}),
      sourceArn,
      sourceAccount: model.place.account,
      logicalId,
    },
    action: 'sts:AssumeRole',
    resource: { arn: role.arn, account: model.place.account, logicalId: role.logicalId },
    context: new Map(),
    evidence: [{ kind: 'wired', message, origin }],
    function: undefined,
  };
}
