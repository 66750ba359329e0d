import { defineRule } from '../rule';
import { handoverNeeds } from '../shared/handovers';
import { serviceAssumes } from '../shared/role-trust';
import { scheduleHandovers, schedules } from '../shared/schedules';

const id = 'schedule-reaches-target';

export const scheduleReachesTarget = defineRule({
  id,
  family: 'delivery',
  catalogue: ['L-SCHED', 'L-QUALIFIER'],
  title: 'EventBridge Scheduler can call the target of a schedule',
  why: 'Scheduler always calls with the role of the target, on exactly the ARN that it names, and a permission for the service on a function is never asked. In the trust policy aws:SourceArn is the schedule group.',
  fix: 'Let the role trust scheduler.amazonaws.com and allow the action of the target on its ARN, and sqs:SendMessage on a dead-letter queue.',
  breaks: 'run',
  harm: 'access',
  references: [
    'https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html',
    'https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html',
  ],
  needs: (model) =>
    schedules(model).flatMap((schedule) => {
      const { resource, role, roleOrigin: origin, groupArn: sourceArn } = schedule;
      const assumption = { rule: id, service: 'scheduler.amazonaws.com', role, logicalId: resource.logicalId };
      return [
        serviceAssumes({ ...assumption, sourceArn, origin }, model),
        ...scheduleHandovers(schedule, model).flatMap((each) => handoverNeeds(id, each, model)),
      ];
    }),
});
