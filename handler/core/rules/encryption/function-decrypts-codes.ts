import { keyNamed } from '#core/model/buckets-and-keys';
import { functionTarget } from '#core/model/functions';
import type { Resource, StackModel } from '#core/model/stack-model';
import { at, textOfValue } from '#core/value/value';
import type { Need } from '../need';
import { defineRule } from '../rule';
import { resourceRef, roleNeed } from '../shared/role-needs';

const id = 'function-decrypts-codes';

export const functionDecryptsCodes = defineRule({
  id,
  family: 'encryption',
  catalogue: ['L-COGNITO'],
  title: 'Custom sender can decrypt the codes it sends',
  why: 'Cognito encrypts codes and passwords with the key of the pool before it calls a custom sender; the function decrypts them with its execution role, or sends nothing of use.',
  fix: 'Allow kms:Decrypt on the key (`LambdaConfig.KMSKeyID`) in the execution role of the sender.',
  breaks: 'run',
  harm: 'lesser',
  references: [
    'https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-sender-triggers.html',
  ],
  needs: (model) =>
    model.lookup
      .ofType('AWS::Cognito::UserPool')
      .flatMap((pool) => SENDERS.flatMap((sender) => senderNeeds(pool, sender, model))),
});

const SENDERS = ['CustomEmailSender', 'CustomSMSSender'];

function senderNeeds({ properties, logicalId }: Resource, sender: string, model: StackModel): readonly Need[] {
  const named = at(properties, 'LambdaConfig', sender, 'LambdaArn');
  const name = textOfValue(named);
  const keyName = textOfValue(at(properties, 'LambdaConfig', 'KMSKeyID'));
  const lambda = name === undefined ? undefined : functionTarget(name, model.names).function;
  const key = keyName === undefined ? undefined : keyNamed(keyName, model.lookup);
  if (named === undefined || lambda === undefined || key?.arn === undefined) return [];
  const message = `\`${logicalId}\` encrypts what it hands to the function as \`${sender}\` with key \`${key.logicalId}\``;
  return [
    roleNeed({
      rule: id,
      function: lambda,
      by: 'function-code',
      action: 'kms:Decrypt',
      resource: resourceRef(key.arn, model, key.logicalId),
      evidence: [{ kind: 'wired', message, origin: named.origin }],
    }),
  ];
}
