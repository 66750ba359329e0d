import type { StackModel } from '#core/model/stack-model';
import { at } from '#core/value/value';
import type { Need } from '../need';
import { defineRule } from '../rule';
import { functionMappings, type EventSourceMapping } from '../shared/event-source-mappings';
import { customerKeyAt, needOfKey } from '../shared/used-keys';

const id = 'filter-key-allows-lambda';

export const filterKeyAllowsLambda = defineRule({
  id,
  family: 'encryption',
  catalogue: ['E-FILTERKMS'],
  title: 'The key of encrypted event filters lets Lambda decrypt them',
  why: 'Lambda decrypts the filter criteria as lambda.amazonaws.com, not with the execution role, so the key policy must name that service.',
  fix: 'Let the key policy allow kms:Decrypt to lambda.amazonaws.com.',
  breaks: 'run',
  harm: 'lesser',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html'],
  needs: (model) => functionMappings(model).flatMap((mapping) => keyNeed(mapping, model)),
});

function keyNeed({ resource, function: lambda }: EventSourceMapping, model: StackModel): readonly Need[] {
  const setting = at(resource.properties, 'KmsKeyArn');
  const key = customerKeyAt(setting, model);
  if (setting === undefined || key === undefined) return [];
  const message = `the filters of \`${resource.logicalId}\` are encrypted with key \`${key.name}\``;
  return [
    {
      rule: id,
      principal: {
        kind: 'service',
        service: 'lambda.amazonaws.com',
        sourceArn: undefined,
        sourceAccount: undefined,
        logicalId: resource.logicalId,
      },
      action: 'kms:Decrypt',
      ...needOfKey(key, model),
      context: new Map(),
      evidence: [{ kind: 'wired', message, origin: setting.origin }],
      function: lambda,
    },
  ];
}
