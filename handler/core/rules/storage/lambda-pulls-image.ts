import type { LambdaFunction, Resource, StackModel } from '#core/model/stack-model';
import { showText } from '#core/value/text';
import { at, textOfValue } from '#core/value/value';
import type { Need } from '../need';
import { defineRule } from '../rule';
import { lambdaServiceNeeds } from '../shared/lambda-service-needs';
import { resourceRef } from '../shared/role-needs';

const id = 'lambda-pulls-image';

export const lambdaPullsImage = defineRule({
  id,
  family: 'storage',
  catalogue: ['F-ECR'],
  title: 'Lambda can pull the container image',
  why: 'Lambda pulls as lambda.amazonaws.com, never with the execution role. It adds the statement to the repository itself if whoever deploys may, until an update of the repository takes it away again; a deny stays.',
  fix: 'Let RepositoryPolicyText allow ecr:BatchGetImage and ecr:GetDownloadUrlForLayer to lambda.amazonaws.com.',
  breaks: 'run',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/images-create.html'],
  needs: (model) => model.functions.flatMap((each) => imageNeeds(each, model)),
});

function imageNeeds(lambda: LambdaFunction, model: StackModel): readonly Need[] {
  const image = at(lambda.resource.properties, 'Code', 'ImageUri');
  const uri = showText(textOfValue(image) ?? []);
  const repository = model.lookup.ofType('AWS::ECR::Repository').find((each) => isIn(uri, each));
  if (image === undefined || repository?.arn === undefined) return [];
  const resource = resourceRef(repository.arn, model, repository.logicalId);
  const message = `\`${lambda.logicalId}\` runs an image of \`${repository.logicalId}\``;
  const fact = `what Lambda added to the policy of \`${repository.logicalId}\``;
  const needs = lambdaServiceNeeds(
    {
      rule: id,
      function: lambda,
      actions: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      resource,
      evidence: { kind: 'wired', message, origin: image.origin },
    },
    model,
  );
  return needs.map((need) => ({ ...need, mayBeGranted: { kind: 'account-state-not-read', fact } }));
}

/** `…dkr.ecr.region.amazonaws.com/name:tag` or `…@sha256:…`. */
function isIn(uri: string, repository: Resource): boolean {
  const rest = uri.split('.dkr.ecr.')[1];
  const name = rest?.slice(rest.indexOf('/') + 1);
  return name !== undefined && name.split('@')[0]?.replace(/:[\w.-]+$/, '') === showText(repository.ref);
}
