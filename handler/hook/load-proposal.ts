import { GateError } from './gate-error';
import { fieldOf, isObject, jsonFieldOf, jsonIn, textFieldOf, type UntrustedObject } from './untrusted';

/** The content behind the payload URL of a STACK or CHANGE_SET request. */
export interface Payload {
  readonly template: string | undefined;
  readonly previousTemplate: string | undefined;
  /** Known from the service's own SDKs; the guide does not promise it. */
  readonly resolvedTemplate: string | undefined;
  readonly changedResources: readonly ChangedResource[];
}
interface ChangedResource {
  readonly logicalId: string;
  readonly type: string;
  /** `CREATE`, `UPDATE`, `DELETE`, or what the service adds one day. */
  readonly action: string;
  /** The properties after the change, as far as the service has worked them out. */
  readonly properties: unknown;
}

/**
 * Reads the payload in the casing of Lambda Hooks and in that of custom hooks.
 *
 * @see https://docs.aws.amazon.com/cloudformation-cli/latest/hooks-userguide/lambda-hooks-create-lambda-function.html
 */
export function parsePayload(text: string): Payload {
  const json = parsePayloadObject(text);
  const changes = fieldOf(json, 'changedResources');
  return {
    template: templateOf(json, 'template'),
    previousTemplate: templateOf(json, 'previousTemplate'),
    resolvedTemplate: templateOf(json, 'resolvedTemplate'),
    changedResources: Array.isArray(changes) ? changes.flatMap(changedResource) : [],
  };
}

/** A template that is there as an object instead of its text is taken as the JSON it came from. */
function templateOf(json: unknown, name: string): string | undefined {
  const field = fieldOf(json, name);
  return isObject(field) ? JSON.stringify(field) : textFieldOf(json, name);
}

function changedResource(change: unknown): readonly ChangedResource[] {
  const logicalId = textFieldOf(change, 'logicalResourceId');
  if (logicalId === undefined) return [];
  const type = textFieldOf(change, 'resourceType') ?? 'unknown';
  return [{ logicalId, type, action: textFieldOf(change, 'action') ?? 'unknown', properties: propertiesAfter(change) }];
}

/** In the words of a Lambda Hook (a context with its sections) or of a custom hook (the properties alone); both are JSON texts. */
function propertiesAfter(change: unknown): unknown {
  const context = jsonFieldOf(change, 'afterContext');
  return fieldOf(context, 'Properties') ?? jsonFieldOf(change, 'resourceProperties');
}

/** The JSON object behind the URL. The parser's own message quotes the text, so it is not passed on. */
export function parsePayloadObject(text: string): UntrustedObject {
  const json = jsonIn(text.replace(/^\uFEFF/, ''));
  if (json === undefined) throw new GateError('payload-unreadable', 'the payload is not JSON');
  if (!isObject(json)) throw new GateError('payload-unreadable', 'the payload is not a JSON object');
  return json;
}
