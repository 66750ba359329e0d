import { defineRule } from '../rule';
import { pollingNeeds } from '../shared/event-source-mappings';

const id = 'lambda-reads-table-stream';

export const lambdaReadsTableStream = defineRule({
  id,
  family: 'event-source',
  catalogue: ['E-DDB'],
  title: 'Lambda can read the table stream that triggers the function',
  why: 'Lambda reads the stream with the execution role; the stream has an ARN of its own, which a grant on the table does not cover.',
  fix: 'Attach AWSLambdaDynamoDBExecutionRole, or allow dynamodb:DescribeStream, dynamodb:GetRecords and dynamodb:GetShardIterator on `<table>.StreamArn`.',
  breaks: 'deploy',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html'],
  needs: (model) =>
    pollingNeeds(
      {
        rule: id,
        service: 'dynamodb',
        actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      },
      model,
    ),
});
