import type { Resource, StackModel } from '#core/model/stack-model';
import { at, itemsOf, textOfValue, type Value } from '#core/value/value';
import type { Need } from '../need';
import { defineRule } from '../rule';
import { resourceRef, roleNeed } from '../shared/role-needs';

const id = 'function-answers-object-lambda';

export const functionAnswersObjectLambda = defineRule({
  id,
  family: 'data',
  catalogue: ['L-S3OL'],
  title: 'Function can answer the requests of an Object Lambda access point',
  why: 'The function of an Object Lambda access point answers with s3-object-lambda:WriteGetObjectResponse in its execution role; whoever requests an object invokes the function with permissions of their own.',
  fix: 'Allow s3-object-lambda:WriteGetObjectResponse in the execution role, as AmazonS3ObjectLambdaExecutionRolePolicy does.',
  breaks: 'run',
  harm: 'lesser',
  references: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/olap-policies.html'],
  needs: (model) =>
    model.lookup
      .ofType('AWS::S3ObjectLambda::AccessPoint')
      .flatMap((point) =>
        itemsOf(at(point.properties, 'ObjectLambdaConfiguration', 'TransformationConfigurations')).flatMap((each) =>
          answerNeed(point, each, model),
        ),
      ),
});

function answerNeed(point: Resource, transformation: Value, model: StackModel): readonly Need[] {
  const arn = at(transformation, 'ContentTransformation', 'AwsLambda', 'FunctionArn');
  const text = textOfValue(arn);
  const lambda = text === undefined ? undefined : model.functionNamed(text);
  if (arn === undefined || lambda === undefined || point.arn === undefined) return [];
  const message = `\`${point.logicalId}\` transforms objects with the function`;
  return [
    roleNeed({
      rule: id,
      function: lambda,
      by: 'function-code',
      action: 's3-object-lambda:WriteGetObjectResponse',
      resource: resourceRef(point.arn, model, point.logicalId),
      evidence: [{ kind: 'wired', message, origin: arn.origin }],
    }),
  ];
}
