import type { CodeCall, LambdaFunction, Resource, StackModel } from '#core/model/stack-model';
import { showText, splitText, textOf, type Text } from '#core/value/text';
import { oncePer } from '#core/value/once-per';
import type { Evidence, Need } from '../need';
import { formsOf, typesOfService } from './resource-forms';
import { resourceRef, roleNeed } from './role-needs';

/** An action that code was seen to do to a resource of the stack. */
export interface CalledUse {
  readonly function: LambdaFunction;
  readonly action: string;
  readonly resource: Resource;
  /** What the request may name; the first is what it names without more. */
  readonly forms: readonly [Text, ...Text[]];
  readonly evidence: Evidence;
}

interface Called {
  readonly uses: readonly CalledUse[];
  /** Calls of which the code does not show what of the stack they name. */
  readonly others: readonly CodeCall[];
}

export function calledUses(model: StackModel): readonly CalledUse[] {
  return called(model).uses;
}

export function callsElsewhere(model: StackModel): readonly CodeCall[] {
  return called(model).others;
}

const called = oncePer((model: StackModel): Called => {
  const uses: CalledUse[] = [];
  const others: CodeCall[] = [];
  for (const call of model.codeCalls) {
    const use = useOf(call, model);
    if (use === undefined) others.push(call);
    else uses.push(use);
  }
  return { uses, others };
});

function useOf(call: CodeCall, model: StackModel): CalledUse | undefined {
  const { function: lambda, action, where, origin } = call;
  const resource = resourceCalled(call, model);
  const [first, ...more] = resource === undefined ? [] : formsCalled(call, resource);
  if (resource === undefined || first === undefined) return undefined;
  const message = `code of \`${lambda.logicalId}\` calls \`${action}\` on \`${resource.logicalId}\` (${where})`;
  return { function: lambda, action, resource, forms: [first, ...more], evidence: { kind: 'called', message, origin } };
}

/** Of a call that names an index, the index; of one that may name one, the table and any index of it. */
function formsCalled({ action, index }: CodeCall, resource: Resource): readonly Text[] {
  const forms = formsOf(action, resource);
  if (index === undefined || resource.arn === undefined) return forms;
  return index === 'some' ? forms.slice(1) : [textOf(resource.arn, '/index/', index)];
}

/** What the call names, as far as the code shows it. */
function resourceCalled({ action, resource }: CodeCall, model: StackModel): Resource | undefined {
  if (resource === undefined) return undefined;
  const types = typesOfService(action.slice(0, action.indexOf(':')));
  return model.lookup.ofType(...types).find((each) => isNamed(each, resource));
}

/** By its ARN, by what `Ref` gives, or by its name: nothing that only looks alike. */
function isNamed({ arn, ref, type }: Resource, text: Text): boolean {
  const shown = showText(text);
  if (shown === showText(ref) || (arn !== undefined && shown === showText(arn))) return true;
  if (type === 'AWS::SSM::Parameter') return withoutSlash(shown) === withoutSlash(showText(ref));
  const name = arn === undefined ? undefined : splitText(arn, ':').at(-1);
  return NAMED_BEHIND_ARN.has(type) && name !== undefined && shown === showText(name);
}

const NAMED_BEHIND_ARN = new Set(['AWS::SQS::Queue', 'AWS::SNS::Topic', 'AWS::StepFunctions::StateMachine']);

function withoutSlash(name: string): string {
  return name.replace(/^\/+/, '');
}

/** The need that the call has: on one of the forms in which the request may name the resource. */
export function calledNeed(rule: string, use: CalledUse, model: StackModel): Need {
  const { function: lambda, action, resource, evidence } = use;
  const needOn = (form: Text): Need =>
    roleNeed({
      rule,
      function: lambda,
      by: 'function-code',
      action,
      resource: resourceRef(form, model, resource.logicalId),
      evidence: [evidence],
    });
  const [first, ...more] = use.forms;
  return { ...needOn(first), orNeeds: more.map(needOn) };
}
