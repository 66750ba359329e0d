import { GateError } from './gate-error';
import { fieldOf, isObject, jsonFieldOf, textFieldOf, type UntrustedObject } from './untrusted';

/**
 * What CloudFormation asks of us, read tolerantly: only the token is always wanted back.
 *
 * @see https://docs.aws.amazon.com/cloudformation-cli/latest/hooks-userguide/lambda-hooks-create-lambda-function.html
 */
export interface HookRequest {
  readonly clientRequestToken: string;
  readonly account: string | undefined;
  readonly stackId: string | undefined;
  readonly changeSetId: string | undefined;
  readonly hookTypeName: string | undefined;
  readonly hookTypeVersion: string | undefined;
  readonly action: HookAction;
  /** `STACK`, `CHANGE_SET`, or the type of a resource. */
  readonly target: string;
  readonly targetLogicalId: string | undefined;
  /** A presigned URL: a bearer secret, never shown, logged or kept. */
  readonly payloadUrl: string | undefined;
  /** What a RESOURCE or Cloud Control request brings in place of a payload. */
  readonly resource: RequestedResource | undefined;
  /** Which attempt this is, by the service's count or by ours. */
  readonly invocation: number;
}
interface RequestedResource {
  readonly properties: UntrustedObject;
  readonly previous: UntrustedObject | undefined;
}
/** `unknown` for an invocation point that is absent or new. */
type HookAction = 'create' | 'update' | 'delete' | 'unknown';

const ACTIONS = new Map<string, HookAction>([
  ['CREATE_PRE_PROVISION', 'create'],
  ['UPDATE_PRE_PROVISION', 'update'],
  ['DELETE_PRE_PROVISION', 'delete'],
]);

export function parseRequest(event: unknown): HookRequest {
  const data = fieldOf(event, 'requestData');
  if (!isObject(data)) throw new GateError('event-unreadable', 'the event is not a CloudFormation hook request');
  return {
    clientRequestToken: tokenOf(event),
    account: textFieldOf(event, 'awsAccountId'),
    stackId: textFieldOf(event, 'stackId'),
    changeSetId: textFieldOf(event, 'changeSetId'),
    hookTypeName: textFieldOf(event, 'hookTypeName'),
    hookTypeVersion: textFieldOf(event, 'hookTypeVersion'),
    action: ACTIONS.get(textFieldOf(event, 'actionInvocationPoint') ?? '') ?? 'unknown',
    target: targetOf(data),
    targetLogicalId: textFieldOf(data, 'targetLogicalId'),
    payloadUrl: textFieldOf(data, 'payload'),
    resource: resourceOf(fieldOf(data, 'targetModel')),
    invocation: invocationOf(event),
  };
}

/** The token to echo, also of an event that is otherwise unreadable; empty if there is none. */
export function tokenOf(event: unknown): string {
  return textFieldOf(event, 'clientRequestToken') ?? '';
}

// AWS: a Cloud Control request calls every target type `RESOURCE`; the name then says which type it is.
function targetOf(data: unknown): string {
  const type = textFieldOf(data, 'targetType');
  const name = textFieldOf(data, 'targetName');
  return (type === 'RESOURCE' ? name : (type ?? name)) ?? 'unknown';
}

/** Is the request about a stack as a whole, and not about a resource? */
export function isWholeStack({ target }: HookRequest): boolean {
  return target === 'STACK' || target === 'CHANGE_SET';
}

/** The properties may be there as JSON texts, as custom hooks have them. */
export function resourceOf(model: unknown): RequestedResource | undefined {
  const [properties, previous] = [
    jsonFieldOf(model, 'resourceProperties'),
    jsonFieldOf(model, 'previousResourceProperties'),
  ];
  if (!isObject(properties) || Object.keys(properties).length === 0) return undefined;
  return { properties, previous: isObject(previous) && Object.keys(previous).length > 0 ? previous : undefined };
}

function invocationOf(event: unknown): number {
  const context = fieldOf(event, 'requestContext');
  const answered = fieldOf(fieldOf(context, 'callbackContext'), ATTEMPT);
  return Math.max(countOf(fieldOf(context, 'invocation')), countOf(answered) + (answered === undefined ? 0 : 1));
}

/** The key in the callback context under which we count ourselves. */
export const ATTEMPT = 'attempt';

function countOf(invocation: unknown): number {
  return typeof invocation === 'number' && Number.isSafeInteger(invocation) && invocation > 0 ? invocation : 1;
}
