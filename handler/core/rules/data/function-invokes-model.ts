import type { LambdaFunction, StackModel } from '#core/model/stack-model';
import { literalOf, textOf } from '#core/value/text';
import { textOfValue } from '#core/value/value';
import type { Origin } from '#core/value/origin';
import type { Need } from '../need';
import { defineRule } from '../rule';
import { collectNeeds } from '../shared/collected-needs';
import { roleNeed } from '../shared/role-needs';

const id = 'function-invokes-model';

export const functionInvokesModel = defineRule({
  id,
  family: 'data',
  catalogue: ['A-BEDROCK'],
  title: 'Function can invoke the Bedrock model',
  why: 'Converse is checked as bedrock:InvokeModel; a model named by an inference profile (`us.…`, `eu.…`) takes a grant on the profile and on the model in each region of it.',
  fix: 'Allow bedrock:InvokeModel (and InvokeModelWithResponseStream) on the foundation model, and on the inference profile where one is used.',
  breaks: 'run',
  harm: 'access',
  yields: 'to-wiring',
  references: [
    'https://docs.aws.amazon.com/bedrock/latest/userguide/security_iam_id-based-policy-examples.html',
    'https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-prereq.html',
  ],
  needs: (model) => collectNeeds(model.functions.flatMap((each) => modelNeeds(each, model))),
});

function modelNeeds(lambda: LambdaFunction, model: StackModel): readonly Need[] {
  return [...lambda.environment].flatMap(([variable, value]) => {
    const name = literalOf(textOfValue(value) ?? []);
    const match = name === undefined ? null : MODEL_ID.exec(name);
    return match === null ? [] : [modelNeed({ lambda, variable, match, origin: value.origin }, model)];
  });
}

/** `anthropic.claude-3-haiku-20240307-v1:0`, by a profile with the name of regions before it. */
const MODEL_ID =
  /^(?<regions>(?:us|eu|apac|jp|au|ca|global)\.)?(?<model>(?:amazon|anthropic|meta|mistral|cohere|ai21|stability|deepseek|openai|qwen)\.[a-z0-9.:-]{3,100})$/;

interface Named {
  readonly lambda: LambdaFunction;
  readonly variable: string;
  readonly match: RegExpExecArray;
  readonly origin: Origin;
}

function modelNeed({ lambda, variable, match, origin }: Named, model: StackModel): Need {
  const { regions = '', model: name = '' } = match.groups ?? {};
  const { partition, region, account } = model.place;
  const plain = textOf('arn:', partition, ':bedrock:', region, '::foundation-model/', name);
  const profile = textOf('arn:', partition, ':bedrock:', region, ':', account, ':inference-profile/', regions, name);
  const resource = { arn: regions === '' ? plain : profile, account, logicalId: undefined };
  const message = `environment variable \`${variable}\` of \`${lambda.logicalId}\` names model \`${match[0]}\``;
  const need = roleNeed({
    rule: id,
    function: lambda,
    by: 'function-code',
    action: 'bedrock:InvokeModel',
    resource,
    evidence: [{ kind: 'referenced', message, origin }],
  });
  return { ...need, orActions: ['bedrock:InvokeModelWithResponseStream'] };
}
