import { functionTarget } from '#core/model/functions';
import type { Resource, StackModel } from '#core/model/stack-model';
import { literalOf, textOf, type Text } from '#core/value/text';
import { at, textOfValue, type Value } from '#core/value/value';
import type { Evidence, Need } from '../need';
import { resourceOf, roleAt, roleCall } from './role-calls';
import { resourceRef } from './role-needs';

interface Use {
  readonly type: string;
  /** What a state is most likely to do with it, and what else it may. */
  readonly actions: readonly [string, ...string[]];
}

const TABLE_ACTIONS: Use['actions'] = [
  'dynamodb:PutItem',
  'dynamodb:GetItem',
  'dynamodb:UpdateItem',
  'dynamodb:DeleteItem',
  'dynamodb:Query',
  'dynamodb:Scan',
  'dynamodb:BatchWriteItem',
  'dynamodb:BatchGetItem',
];
const USES: readonly Use[] = [
  { type: 'AWS::DynamoDB::Table', actions: TABLE_ACTIONS },
  { type: 'AWS::SQS::Queue', actions: ['sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:DeleteMessage'] },
  { type: 'AWS::SNS::Topic', actions: ['sns:Publish'] },
  { type: 'AWS::StepFunctions::StateMachine', actions: ['states:StartExecution', 'states:StartSyncExecution'] },
];

/** What a definition that lies in a file of its own is given the names of: its states are most likely to call it. */
export function substitutedNeeds(rule: string, wanted: 'functions' | 'others', model: StackModel): readonly Need[] {
  return model.lookup.ofType('AWS::StepFunctions::StateMachine').flatMap((machine) => {
    const tokens = at(machine.properties, 'DefinitionSubstitutions');
    const isSeen = ['Definition', 'DefinitionString'].some((name) => at(machine.properties, name) !== undefined);
    const role = roleAt(machine.properties, ['RoleArn'], model);
    if (isSeen || role === undefined || tokens?.kind !== 'map') return [];
    return [...tokens.entries].flatMap(([token, value]) => {
      const message = `the definition of \`${machine.logicalId}\` is given this as \`${token}\``;
      const evidence: Evidence = { kind: 'called', message, origin: value.origin };
      const call: TokenCall = { rule, role, evidence, tokens: tokens.entries };
      return wanted === 'functions' ? functionNeed(value, call, model) : otherNeed(value, call, model);
    });
  });
}

interface TokenCall {
  readonly rule: string;
  readonly role: NonNullable<ReturnType<typeof roleAt>>;
  readonly evidence: Evidence;
  readonly tokens: ReadonlyMap<string, Value>;
}

/** The definition may add `:$LATEST` to what it is given. */
function functionNeed(value: Value, { rule, role, evidence }: TokenCall, model: StackModel): readonly Need[] {
  const text = textOfValue(value);
  const target = text === undefined ? undefined : functionTarget(text, model.names);
  if (target?.function === undefined) return [];
  const on = (arn: Text): Need =>
    roleCall({
      rule,
      role,
      action: 'lambda:InvokeFunction',
      resource: resourceRef(arn, model, target.logicalId),
      evidence,
      function: target.function,
    });
  const need = on(target.arn);
  return [target.qualifier === undefined ? { ...need, orNeeds: [on(textOf(target.arn, ':$LATEST'))] } : need];
}

function otherNeed(value: Value, { rule, role, evidence, tokens }: TokenCall, model: StackModel): readonly Need[] {
  const text = textOfValue(value);
  if (text === undefined) return [];
  for (const use of USES) {
    const resource = model.lookup.byRef(text, use.type) ?? ownOfType(text, use.type, model);
    if (resource?.arn === undefined) continue;
    const [action, ...orActions] = namedActions(tokens, use) ?? use.actions;
    return [roleCall({ rule, role, action, orActions, resource: resourceOf(resource.arn, model), evidence })];
  }
  return [];
}

function ownOfType(arn: Text, type: string, model: StackModel): Resource | undefined {
  const own = model.lookup.byArn(arn);
  return own?.type === type ? own : undefined;
}

const INTEGRATION = /:states:::(?:aws-sdk:)?([a-z0-9]+):([A-Za-z]+)/;

/** Integrations that are substituted too say which of the actions are meant: `arn:aws:states:::dynamodb:putItem`. */
function namedActions(tokens: ReadonlyMap<string, Value>, { actions }: Use): Use['actions'] | undefined {
  const named = new Set(
    [...tokens.values()].flatMap((value) => {
      const [, service = '', operation = ''] = INTEGRATION.exec(literalOf(textOfValue(value) ?? []) ?? '') ?? [];
      return service === '' ? [] : [`${service}:${operation}`.toLowerCase()];
    }),
  );
  const [first, ...more] = actions.filter((action) => named.has(action.toLowerCase()));
  return first === undefined ? undefined : [first, ...more];
}
