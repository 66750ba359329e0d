import { defineRule } from '../rule';
import { pollingNeeds } from '../shared/event-source-mappings';

const id = 'lambda-reads-kinesis-stream';

export const lambdaReadsKinesisStream = defineRule({
  id,
  family: 'event-source',
  catalogue: ['E-KINESIS'],
  title: 'Lambda can read the stream that triggers the function',
  why: 'Lambda reads the stream with the execution role, not as a service.',
  fix: 'Attach AWSLambdaKinesisExecutionRole, or allow kinesis:DescribeStream, kinesis:GetRecords and kinesis:GetShardIterator on the stream.',
  breaks: 'deploy',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html'],
  needs: (model) =>
    pollingNeeds(
      {
        rule: id,
        service: 'kinesis',
        actions: ['kinesis:DescribeStream', 'kinesis:GetRecords', 'kinesis:GetShardIterator'],
        // AWS: either tells the poller what it wants to know; the Serverless Framework grants the summary alone.
        orActions: new Map([['kinesis:DescribeStream', ['kinesis:DescribeStreamSummary']]]),
      },
      model,
    ),
});
