import { functionTarget } from '#core/model/functions';
import { functionWords } from '#core/model/functions-outside';
import type { Resource, StackModel } from '#core/model/stack-model';
import { textOf } from '#core/value/text';
import { at, textOfValue } from '#core/value/value';
import type { Evidence, Need } from '../need';
import { defineRule } from '../rule';
import { resourceRef, roleNeed } from '../shared/role-needs';

const id = 'function-rotates-secret';

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html#awssecretsmanager-policy-keys */
const ROTATED_BY = 'secretsmanager:resource/allowrotationlambdaarn';
const ON_THE_SECRET = ['DescribeSecret', 'GetSecretValue', 'PutSecretValue', 'UpdateSecretVersionStage'];

export const functionRotatesSecret = defineRule({
  id,
  family: 'data',
  catalogue: ['A-ROTATE'],
  title: 'Rotation function can change the secret it rotates',
  why: 'Secrets Manager only calls the function; the function itself reads and writes the secret, with its execution role, and asks for a random password, which is asked of no secret in particular.',
  fix: 'Allow secretsmanager:DescribeSecret, GetSecretValue, PutSecretValue and UpdateSecretVersionStage on the secret, and secretsmanager:GetRandomPassword on `*`.',
  breaks: 'run',
  harm: 'access',
  references: [
    'https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-required-permissions-function.html',
  ],
  needs: (model) =>
    model.lookup.ofType('AWS::SecretsManager::RotationSchedule').flatMap((schedule) => rotationNeeds(schedule, model)),
});

function rotationNeeds({ properties, logicalId }: Resource, model: StackModel): readonly Need[] {
  const rotation = at(properties, 'RotationLambdaARN');
  const name = textOfValue(rotation);
  const secret = textOfValue(at(properties, 'SecretId'));
  const own = secret === undefined ? undefined : model.lookup.byArn(secret);
  const lambda = name === undefined ? undefined : model.functionNamed(name);
  if (rotation === undefined || name === undefined || lambda === undefined || own?.arn === undefined) return [];
  const message = `\`${logicalId}\` rotates \`${own.logicalId}\` with \`${functionWords(lambda)}\``;
  const evidence: readonly [Evidence] = [{ kind: 'wired', message, origin: rotation.origin }];
  const base = { rule: id, function: lambda, by: 'function-code', evidence } as const;
  const resource = resourceRef(own.arn, model, own.logicalId);
  // AWS: policies may ask that the caller's function is the one that rotates the secret.
  const context = new Map([[ROTATED_BY, functionTarget(name, model.names).arn]]);
  const nowhere = { arn: textOf('*'), account: model.place.account, logicalId: undefined };
  return [
    ...ON_THE_SECRET.map((action) => roleNeed({ ...base, action: `secretsmanager:${action}`, resource, context })),
    // Code may make the password up itself.
    roleNeed({ ...base, action: 'secretsmanager:GetRandomPassword', resource: nowhere, atMost: 'warn' }),
  ];
}
