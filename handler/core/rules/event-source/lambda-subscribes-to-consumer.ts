import { defineRule } from '../rule';
import { readingNeed } from '../shared/broker-sources';
import { eventSourceMappings, isConsumer } from '../shared/event-source-mappings';
import { resourceOf } from '../shared/role-calls';

const id = 'lambda-subscribes-to-consumer';

export const lambdaSubscribesToConsumer = defineRule({
  id,
  family: 'event-source',
  catalogue: ['E-KINESIS'],
  title: 'Lambda can subscribe to the stream consumer that triggers the function',
  why: 'With enhanced fan-out Lambda subscribes to the consumer, which has an ARN of its own below the stream’s; a grant on the stream alone does not cover it.',
  fix: 'Attach AWSLambdaKinesisExecutionRole, or allow kinesis:SubscribeToShard on `<stream ARN>/consumer/*`.',
  breaks: 'deploy',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html'],
  needs: (model) =>
    eventSourceMappings(model, 'kinesis')
      .filter(isConsumer)
      .map((mapping) =>
        readingNeed({ rule: id, mapping }, 'kinesis:SubscribeToShard', resourceOf(mapping.source, model)),
      ),
});
