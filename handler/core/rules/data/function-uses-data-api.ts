import { defineRule } from '../rule';
import { CLUSTER } from '../shared/data-accesses';
import { dataNeeds } from '../shared/data-needs';

const id = 'function-uses-data-api';

export const functionUsesDataApi = defineRule({
  id,
  family: 'data',
  catalogue: ['A-RDSDATA'],
  title: 'Function can use the Data API of the cluster',
  why: 'The Data API is asked of the ARN of the cluster, not of its name or endpoint.',
  fix: 'Allow the rds-data actions on the ARN of the cluster (`!GetAtt Cluster.DBClusterArn`), and secretsmanager:GetSecretValue on its secret.',
  breaks: 'run',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/data-api.access.html'],
  needs: (model) => dataNeeds(id, CLUSTER, model),
});
