import type { Resource, Role, StackModel } from '#core/model/stack-model';
import type { Origin } from '#core/value/origin';
import { hole, literalOf, showText, splitText, textOf, type Text, type TextPart } from '#core/value/text';
import { at, entryOf, itemsOf, textOfValue, type Value } from '#core/value/value';
import { oncePer } from '#core/value/once-per';
import { valueOfJsonText } from './json-text';
import { roleAt } from './role-calls';

/** A state machine whose definition the template shows. */
export interface StateMachine {
  readonly resource: Resource;
  readonly role: Role | undefined;
  readonly definition: Value;
}

/** Something a state calls: a task, or what a distributed map reads and writes. */
export interface StateCall {
  readonly machine: StateMachine;
  readonly state: string;
  /** `lambda`, `sqs`, …; undefined where the resource is a function's ARN. */
  readonly service: string | undefined;
  /** `invoke`, `sendMessage`, … */
  readonly operation: string;
  readonly waitsForResult: boolean;
  readonly resource: Text;
  readonly settings: Value | undefined;
  /** The role it is called with; undefined where that is not known. */
  readonly role: Role | undefined;
  /** Set where the state names a role of its own, which the state machine assumes. */
  readonly credentials: Value | undefined;
  readonly origin: Origin;
}
type Called = Omit<StateCall, 'role' | 'credentials'>;

/** A definition in a file of its own is not seen, and nothing is said of it. */
export const stateMachines = oncePer((model: StackModel): readonly StateMachine[] =>
  model.lookup.ofType('AWS::StepFunctions::StateMachine').flatMap((resource) => {
    const definition = definitionOf(resource);
    const role = roleAt(resource.properties, ['RoleArn'], model);
    return definition === undefined ? [] : [{ resource, role, definition }];
  }),
);

function definitionOf({ properties }: Resource): Value | undefined {
  const tokens = at(properties, 'DefinitionSubstitutions');
  const written = at(properties, 'DefinitionString');
  const text = textOfValue(written);
  if (written !== undefined && text !== undefined) return valueOfJsonText(substituted(text, tokens), written.origin);
  const definition = at(properties, 'Definition');
  return definition === undefined ? undefined : withSubstitutions(definition, tokens);
}

const TOKEN = /\$\{([^{}]*)\}/;

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-stepfunctions-statemachine.html#cfn-stepfunctions-statemachine-definitionsubstitutions */
function substituted(text: Text, tokens: Value | undefined): Text {
  return textOf(
    ...text.flatMap((part): readonly TextPart[] => {
      if (typeof part !== 'string' || !part.includes('${')) return [part];
      return part.split(TOKEN).flatMap((piece, index) => (index % 2 === 0 ? [piece] : tokenText(piece, tokens)));
    }),
  );
}

function tokenText(token: string, tokens: Value | undefined): Text {
  const given = textOfValue(at(tokens, token));
  if (given !== undefined) return given;
  const detail = `\`DefinitionSubstitutions\` has no \`${token}\``;
  return textOf(hole(`substitution:${token}`, { kind: 'intrinsic-unresolved', intrinsic: token, detail }));
}

function withSubstitutions(value: Value, tokens: Value | undefined): Value {
  switch (value.kind) {
    case 'text':
      return { ...value, text: substituted(value.text, tokens) };
    case 'list':
      return { ...value, items: value.items.map((item) => withSubstitutions(item, tokens)) };
    case 'map': {
      const entries = [...value.entries].map(([key, item]) => [key, withSubstitutions(item, tokens)] as const);
      return { ...value, entries: new Map(entries) };
    }
    case 'scalar':
    case 'unknown':
      return value;
  }
}

/**
 * Every call of every state, in branches and in the inner workflows of maps too.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-access-cross-acct-resources.html
 */
export function stateCalls(model: StackModel): readonly StateCall[] {
  return stateMachines(model).flatMap((machine) =>
    callsOf(machine.definition, machine).map((call): StateCall => {
      const credentials = at(call.settings, 'Credentials');
      const role = credentials === undefined ? machine.role : roleOf(credentials, model);
      return { ...call, role, credentials };
    }),
  );
}

/** An expression chooses the role at run time. */
function roleOf(credentials: Value, model: StackModel): Role | undefined {
  const name = textOfValue(at(credentials, 'RoleArn'));
  return name === undefined || isExpression(name) ? undefined : model.roleNamed(name);
}

function callsOf(workflow: Value, machine: StateMachine): readonly Called[] {
  return statesIn(workflow).flatMap(([name, state]) => [
    ...(literalOf(textOfValue(at(state, 'Type')) ?? []) === 'Task' ? callOf(name, state, machine) : []),
    ...['ItemReader', 'ResultWriter'].flatMap((part) => callOf(name, at(state, part), machine)),
    ...innerWorkflows(state).flatMap((inner) => callsOf(inner, machine)),
  ]);
}

function statesIn(workflow: Value): readonly (readonly [string, Value])[] {
  const states = at(workflow, 'States');
  return states?.kind === 'map' ? [...states.entries] : [];
}

/** `Iterator` is the older name of `ItemProcessor`. */
function innerWorkflows(state: Value): readonly Value[] {
  return ['Branches', 'ItemProcessor', 'Iterator'].flatMap((part) => itemsOf(entryOf(state, part)));
}

/** Names of the states that run their items as executions of their own. */
export function distributedMaps({ definition }: StateMachine): readonly (readonly [string, Value])[] {
  const found: (readonly [string, Value])[] = [];
  const visit = (workflow: Value): void => {
    for (const [name, state] of statesIn(workflow)) {
      const mode = textOfValue(at(state, 'ItemProcessor', 'ProcessorConfig', 'Mode'));
      if (mode !== undefined && literalOf(mode) === 'DISTRIBUTED') found.push([name, state]);
      innerWorkflows(state).forEach(visit);
    }
  };
  visit(definition);
  return found;
}

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/integrate-services.html */
function callOf(state: string, settings: Value | undefined, machine: StateMachine): readonly Called[] {
  const written = at(settings, 'Resource');
  const resource = textOfValue(written);
  if (written === undefined || resource === undefined) return [];
  const [, , owner, region, account, ...rest] = splitText(resource, ':').map(showText);
  const call = { machine, state, resource, settings, origin: written.origin };
  if (owner === 'lambda') return [{ ...call, service: undefined, operation: 'invoke', waitsForResult: false }];
  if (owner !== 'states' || region !== '' || account !== '') return [];
  const [service = '', operation = ''] = rest[0] === 'aws-sdk' ? rest.slice(1) : rest;
  const [name = '', pattern] = operation.split('.');
  return [{ ...call, service, operation: name, waitsForResult: pattern === 'sync' }];
}

/**
 * What a call is given under a name, if the definition itself says it: neither a path into the input (`Name.$`) nor a
 * JSONata expression does.
 */
export function settingOf(call: StateCall, name: string): Value | undefined {
  const settings = at(call.settings, 'Arguments') ?? at(call.settings, 'Parameters');
  const value = at(settings, name);
  return value?.kind === 'text' && isExpression(value.text) ? undefined : value;
}

export function isExpression(text: Text): boolean {
  const [first] = text;
  return typeof first === 'string' && /^\s*\{%/.test(first);
}
