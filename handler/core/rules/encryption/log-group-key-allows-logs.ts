import type { Resource, StackModel } from '#core/model/stack-model';
import { textOf, type Text } from '#core/value/text';
import { at } from '#core/value/value';
import type { Need } from '../need';
import { defineRule } from '../rule';
import { customerKeyAt, needOfKey } from '../shared/used-keys';

const id = 'log-group-key-allows-logs';

const ACTIONS = ['kms:Encrypt', 'kms:Decrypt', 'kms:GenerateDataKey'];

export const logGroupKeyAllowsLogs = defineRule({
  id,
  family: 'encryption',
  catalogue: ['M-LOGS-KMS'],
  title: 'The key of a log group lets CloudWatch Logs use it',
  why: 'CloudWatch Logs encrypts as logs.<region>.amazonaws.com and refuses to make the group if the key policy does not name that service; a statement for the account is not enough.',
  fix: 'Let the key policy allow kms:Encrypt*, kms:Decrypt*, kms:ReEncrypt*, kms:GenerateDataKey* and kms:Describe* to `logs.<region>.amazonaws.com`.',
  breaks: 'deploy',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html'],
  needs: (model) => model.lookup.ofType('AWS::Logs::LogGroup').flatMap((group) => keyNeeds(group, model)),
});

function keyNeeds(group: Resource, model: StackModel): readonly Need[] {
  const setting = at(group.properties, 'KmsKeyId');
  const key = customerKeyAt(setting, model);
  const { arn } = group;
  if (setting === undefined || key === undefined || arn === undefined) return [];
  const message = `log group \`${group.logicalId}\` is encrypted with key \`${key.name}\``;
  return ACTIONS.map((action) => ({
    rule: id,
    principal: logsService(group.logicalId, arn, model),
    action,
    ...needOfKey(key, model),
    context: new Map([['kms:encryptioncontext:aws:logs:arn', arn]]),
    evidence: [{ kind: 'wired', message, origin: setting.origin }],
    function: undefined,
  }));
}

/** AWS: in key policies the service goes by the name it has in the region. */
function logsService(logicalId: string, sourceArn: Text, { place }: StackModel): Need['principal'] {
  return {
    kind: 'service',
    service: 'logs.amazonaws.com',
    name: textOf('logs.', place.region, '.amazonaws.com'),
    sourceArn,
    sourceAccount: place.account,
    logicalId,
  };
}
