import { defineRule } from '../rule';
import { TABLE } from '../shared/data-accesses';
import { dataNeeds } from '../shared/data-needs';

const id = 'function-uses-table';

export const functionUsesTable = defineRule({
  id,
  family: 'data',
  catalogue: ['A-DDB-READ', 'A-DDB-WRITE'],
  title: 'Function can use the table',
  why: 'DynamoDB is asked for the ARN of the table, and for `<table ARN>/index/*` where an index is queried; a grant on the name of the table never has an effect.',
  fix: 'Allow the actions on the ARN of the table (`!GetAtt Table.Arn`), and on `/index/*` below it for queries of an index.',
  breaks: 'run',
  harm: 'access',
  yields: 'to-wiring',
  references: [
    'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/using-identity-based-policies.html',
    'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html',
  ],
  needs: (model) => dataNeeds(id, TABLE, model),
});
