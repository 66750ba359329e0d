import { defineRule } from '../rule';
import { serviceAssumes } from '../shared/role-trust';
import { orAsService, roleTargets } from '../shared/rule-target-roles';

const id = 'event-bridge-assumes-target-role';

export const eventBridgeAssumesTargetRole = defineRule({
  id,
  family: 'trust',
  catalogue: ['M-EB-ROLE'],
  title: 'EventBridge can assume the role of a rule’s target',
  why: 'EventBridge reaches the target as this role, so its trust policy must allow sts:AssumeRole to events.amazonaws.com; the role of a state machine trusts another service.',
  fix: 'Let the trust policy of the role allow sts:AssumeRole to the service events.amazonaws.com.',
  breaks: 'run',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html'],
  needs: (model) =>
    roleTargets(model).map((target) => {
      const { source, sourceArn, service } = target.delivery;
      const { logicalId } = source;
      const assumption = {
        rule: id,
        service,
        role: target.role,
        logicalId,
        sourceArn,
        origin: target.roleValue.origin,
      };
      return orAsService(serviceAssumes(assumption, model), target, model);
    }),
});
