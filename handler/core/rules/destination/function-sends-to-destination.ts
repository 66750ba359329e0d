import { defineRule } from '../rule';
import { asyncDestinations } from '../shared/function-destinations';
import { handoverNeeds } from '../shared/handovers';

const id = 'function-sends-to-destination';

export const functionSendsToDestination = defineRule({
  id,
  family: 'destination',
  catalogue: ['D-ASYNC-SQS', 'D-ASYNC-SNS', 'D-ASYNC-LAMBDA', 'D-ASYNC-EVENTS', 'D-ASYNC-S3'],
  title: 'Function can send the outcome of an invocation to its destination',
  why: 'Lambda hands over the outcome of asynchronous invocations with the execution role of the function that ran; a permission on the function that receives it is not asked.',
  fix: 'Allow the action of the destination in the execution role: sqs:SendMessage, sns:Publish, lambda:InvokeFunction, events:PutEvents, or s3:PutObject on its objects and s3:ListBucket on the bucket.',
  breaks: 'deploy',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html'],
  needs: (model) => asyncDestinations(model).flatMap((each) => handoverNeeds(id, each, model)),
});
