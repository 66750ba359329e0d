import type { LambdaFunction, StackModel } from '#core/model/stack-model';
import { literalOf, textOf } from '#core/value/text';
import { at, textOfValue } from '#core/value/value';
import type { Evidence, Need } from '../need';
import { defineRule } from '../rule';
import { lambdaServiceNeeds } from '../shared/lambda-service-needs';
import { resourceRef } from '../shared/role-needs';

const id = 'lambda-reads-referenced-code';

export const lambdaReadsReferencedCode = defineRule({
  id,
  family: 'storage',
  catalogue: ['F-CODE-REF'],
  title: 'Lambda can read the code that stays in the bucket',
  why: 'With S3ObjectStorageMode REFERENCE the code is not copied: Lambda reads it as lambda.amazonaws.com whenever it needs it, and the bucket policy must allow that.',
  fix: 'Let the bucket policy allow s3:GetObject and s3:GetObjectVersion to lambda.amazonaws.com with the function as aws:SourceArn.',
  breaks: 'deploy',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/configuration-self-managed-storage.html'],
  needs: (model) => model.functions.flatMap((each) => codeNeeds(each, model)),
});

function codeNeeds(lambda: LambdaFunction, model: StackModel): readonly Need[] {
  const code = at(lambda.resource.properties, 'Code');
  const mode = at(code, 'S3ObjectStorageMode');
  const name = textOfValue(at(code, 'S3Bucket'));
  const key = textOfValue(at(code, 'S3Key'));
  if (mode === undefined || literalOf(textOfValue(mode) ?? []) !== 'REFERENCE') return [];
  const bucket = name === undefined ? undefined : model.lookup.byRef(name, 'AWS::S3::Bucket');
  if (bucket?.arn === undefined || key === undefined) return [];
  const resource = resourceRef(textOf(bucket.arn, '/', key), model, bucket.logicalId);
  const message = `\`${lambda.logicalId}\` runs the code that lies in \`${bucket.logicalId}\``;
  const evidence: Evidence = { kind: 'wired', message, origin: mode.origin };
  const actions = ['s3:GetObject', 's3:GetObjectVersion'];
  return lambdaServiceNeeds({ rule: id, function: lambda, actions, resource, evidence }, model);
}
