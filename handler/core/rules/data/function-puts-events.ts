import { defineRule } from '../rule';
import { EVENT_BUS } from '../shared/data-accesses';
import { dataNeeds } from '../shared/data-needs';

const id = 'function-puts-events';

export const functionPutsEvents = defineRule({
  id,
  family: 'data',
  catalogue: ['A-EVENTS'],
  title: 'Function can put events on the bus',
  why: 'events:PutEvents is asked of the ARN of the event bus, not of its name and not of a rule.',
  fix: 'Allow events:PutEvents on the ARN of the bus (`!GetAtt Bus.Arn`).',
  breaks: 'run',
  harm: 'access',
  yields: 'to-wiring',
  references: ['https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html'],
  needs: (model) => dataNeeds(id, EVENT_BUS, model),
});
