import { functionTarget } from '#core/model/functions';
import type { FunctionTarget, Resource, StackModel } from '#core/model/stack-model';
import { literalOf, showText, textOf, type Text } from '#core/value/text';
import { at, textOfValue } from '#core/value/value';
import type { Evidence, Need, PrincipalRef } from '../need';
import { resourceRef } from './role-needs';

export interface FunctionUrl {
  readonly resource: Resource;
  readonly target: FunctionTarget;
  readonly authType: string;
}

/** URLs whose function and kind of authorization are known. */
export function functionUrls(model: StackModel): readonly FunctionUrl[] {
  return model.lookup.ofType('AWS::Lambda::Url').flatMap((resource) => {
    const name = textOfValue(at(resource.properties, 'TargetFunctionArn'));
    const qualifier = textOfValue(at(resource.properties, 'Qualifier'));
    const authType = literalOf(textOfValue(at(resource.properties, 'AuthType')) ?? []);
    if (name === undefined || authType === undefined) return [];
    const target = functionTarget(qualifier === undefined ? name : textOf(name, ':', qualifier), model.names);
    return [{ resource, target, authType }];
  });
}

/** The URL that a text is made of, such as the domain name in it. */
export function urlIn(text: Text, model: StackModel): FunctionUrl | undefined {
  const shown = showText(text);
  return functionUrls(model).find(({ resource }) => shown.includes(`\${attr:${resource.logicalId}.`));
}

interface Caller {
  readonly rule: string;
  readonly principal: PrincipalRef;
  readonly evidence: Evidence;
}

/**
 * AWS: since October 2025 a call of a URL takes both actions.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
 */
export function urlNeeds({ rule, principal, evidence }: Caller, url: FunctionUrl, model: StackModel): readonly Need[] {
  const { target, authType } = url;
  const common = {
    rule,
    principal,
    resource: resourceRef(target.arn, model, target.logicalId),
    evidence: [evidence] as const,
    function: target.function,
  };
  return [
    { ...common, action: 'lambda:InvokeFunctionUrl', context: keys('lambda:functionurlauthtype', authType) },
    { ...common, action: 'lambda:InvokeFunction', context: keys('lambda:invokedviafunctionurl', 'true') },
  ];
}

function keys(key: string, value: string): ReadonlyMap<string, Text> {
  return new Map([[key, textOf(value)]]);
}
