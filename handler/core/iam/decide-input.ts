import type { PolicyDocument } from '#core/policy/document';
import { parsePolicy } from '#core/policy/parse-policy';
import { childPath, pathOf, type PathLink } from '#core/value/origin';
import { hole, textOf, type Text } from '#core/value/text';
import { truthOf, type Truth } from '#core/value/truth';
import { valueOfJson } from '#core/value/value';
import type {
  AccessRequest,
  BehindAccessPoint,
  ContextKey,
  OrganizationLevel,
  PolicyLayer,
  PolicyLayers,
  RequestContext,
} from './request';
import { principalFromArn } from './decide-principal';

/** One entry of the input of `decide`. */
export interface DecideCase {
  readonly id: string;
  readonly request: AccessRequest;
  readonly layers: PolicyLayers;
}

/** Something in the input that is not as it should be. */
interface InputProblem {
  /** As in `[3].context["aws:SourceArn"]`. */
  readonly path: string;
  readonly expected: string;
}

export type DecideInput =
  | { readonly kind: 'cases'; readonly cases: readonly DecideCase[] }
  | { readonly kind: 'problems'; readonly problems: readonly InputProblem[] };

type Json = Readonly<Record<string, unknown>>;

/** Where in the input we are, and where to put what is wrong there. */
interface Place {
  readonly path: PathLink | undefined;
  readonly problems: InputProblem[];
}

/** Reads requests with their policies, one or a list, from parsed JSON; bad input is a list of problems, never an exception. */
export function readDecideInput(json: unknown): DecideInput {
  const problems: InputProblem[] = [];
  const items = Array.isArray(json)
    ? json.map((item: unknown, index) => ({ item, path: childPath(undefined, index) }))
    : [{ item: json, path: undefined }];
  const cases = items.flatMap(({ item, path }, index) => readCase(item, index, { path, problems }));
  return problems.length > 0 ? { kind: 'problems', problems } : { kind: 'cases', cases };
}

const KNOWN: ReadonlySet<string> = new Set([
  ...['id', 'principalArn', 'principalRoleArn', 'principalAccount', 'action', 'resourceArn', 'resourceAccount'],
  ...['identityPolicies', 'boundaryPolicies', 'sessionPolicies', 'scps', 'rcps', 'resourcePolicy'],
  ...['endpointPolicies', 'restrictPublicBuckets', 'accessPointBucket'],
  ...['context', 'unknownContext', 'expected', 'why', 'source', 'confidence', 'title', 'section'],
]);

function readCase(item: unknown, index: number, place: Place): readonly DecideCase[] {
  const entry = objectAt(item, place);
  if (entry === undefined) return [];
  for (const key of Object.keys(entry))
    if (!KNOWN.has(key)) complain(within(place, key), 'no such field; see the documentation of `decide`');
  const read = <T>(key: string, reader: (value: unknown, place: Place) => T) =>
    reader(ownValue(entry, key), within(place, key));
  const id = read('id', optionalString) ?? String(index);
  const resource = read('resourceArn', requiredString);
  const request: AccessRequest = {
    principal: principalFromArn({
      arn: read('principalArn', requiredString),
      roleArn: read('principalRoleArn', optionalString),
      account: read('principalAccount', optionalString),
    }),
    action: read('action', actionAt),
    resource: textOf(resource),
    resourceAccount: accountText(read('resourceAccount', optionalString), resource),
    context: { keys: contextKeys(read('context', contextAt), read('unknownContext', stringsAt)), others: 'absent' },
  };
  const layers: PolicyLayers = {
    identity: layerOf(read('identityPolicies', policiesAt)),
    boundary: optionalLayer(read('boundaryPolicies', policiesAt)),
    session: optionalLayer(read('sessionPolicies', policiesAt)),
    scps: read('scps', levelsAt),
    rcps: read('rcps', levelsAt),
    resource: optionalLayer(read('resourcePolicy', policiesAt)),
    endpoint: optionalLayer(read('endpointPolicies', policiesAt)),
    restrictsPublicBuckets: read('restrictPublicBuckets', truthAt),
    behind: read('accessPointBucket', bucketAt),
  };
  return [{ id, request, layers }];
}

function within(place: Place, key: string | number): Place {
  return { path: childPath(place.path, key), problems: place.problems };
}

function complain({ path, problems }: Place, expected: string): void {
  const shown = pathOf(path).map((key) =>
    typeof key === 'number' ? `[${key}]` : /^\w+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`,
  );
  problems.push({ path: shown.join('').replace(/^\./, ''), expected });
}

/** Only what the object itself holds: `constructor` and its like are no fields. */
function ownValue(object: Json, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objectAt(value: unknown, place: Place): Json | undefined {
  if (isObject(value)) return value;
  complain(place, 'an object is expected');
  return undefined;
}

function optionalString(value: unknown, place: Place): string | undefined {
  if (value === undefined || value === null || typeof value === 'string') return value ?? undefined;
  complain(place, 'a string is expected');
  return undefined;
}

function requiredString(value: unknown, place: Place): string {
  if (typeof value === 'string' && value !== '') return value;
  complain(place, 'a string is expected');
  return '';
}

function actionAt(value: unknown, place: Place): string {
  const action = requiredString(value, place);
  if (action !== '' && !/^[A-Za-z0-9-]+:[A-Za-z0-9]+$/.test(action))
    complain(place, 'an action such as `s3:GetObject` is expected');
  return action;
}

/** Without an account it is the one in the ARN; some ARNs, as those of buckets, hold none. */
function accountText(account: string | undefined, resource: string): Text {
  const inArn = resource.split(':')[4] ?? '';
  const known = account ?? inArn;
  return known === '' ? [hole('account of the resource', { kind: 'account-of-resource', resource })] : [known];
}

function listAt(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function stringsAt(value: unknown, place: Place): readonly string[] {
  return listAt(value).map((item, index) => requiredString(item, within(place, index)));
}

function policiesAt(value: unknown, place: Place): readonly PolicyDocument[] {
  return listAt(value).flatMap((item, index) => {
    const path = Array.isArray(value) ? within(place, index) : place;
    const policy = objectAt(item, path);
    return policy === undefined
      ? []
      : [parsePolicy(valueOfJson(policy, { kind: 'input', path: path.path }), labelOf(path))];
  });
}

function labelOf({ path }: Place): string {
  const keys = pathOf(path);
  return keys
    .slice(typeof keys[0] === 'number' ? 1 : 0)
    .map((key) => (typeof key === 'number' ? `[${key}]` : key))
    .join('');
}

function levelsAt(value: unknown, place: Place): readonly OrganizationLevel[] {
  return listAt(value).flatMap((item, index) => {
    const level = objectAt(item, within(place, index));
    if (level === undefined) return [];
    const name = optionalString(ownValue(level, 'level'), within(within(place, index), 'level')) ?? String(index);
    const policies = policiesAt(ownValue(level, 'policies'), within(within(place, index), 'policies'));
    return [{ level: name, ...layerOf(policies) }];
  });
}

function layerOf(policies: readonly PolicyDocument[]): PolicyLayer {
  return { policies, unknowns: [] };
}

function optionalLayer(policies: readonly PolicyDocument[]): PolicyLayer | undefined {
  return policies.length === 0 ? undefined : layerOf(policies);
}

function truthAt(value: unknown, place: Place): Truth {
  if (value === 'unknown') return value;
  if (value !== undefined && value !== null && typeof value !== 'boolean')
    complain(place, 'true, false or "unknown" is expected');
  return truthOf(value === true);
}

const OF_BUCKET: ReadonlySet<string> = new Set(['resourceArn', 'resourceAccount', 'resourcePolicy']);

function bucketAt(value: unknown, place: Place): BehindAccessPoint | undefined {
  if (value === undefined || value === null) return undefined;
  const bucket = objectAt(value, place) ?? {};
  for (const key of Object.keys(bucket))
    if (!OF_BUCKET.has(key)) complain(within(place, key), 'no such field; see the documentation of `decide`');
  const arn = requiredString(ownValue(bucket, 'resourceArn'), within(place, 'resourceArn'));
  const account = optionalString(ownValue(bucket, 'resourceAccount'), within(place, 'resourceAccount'));
  const policies = policiesAt(ownValue(bucket, 'resourcePolicy'), within(place, 'resourcePolicy'));
  return { resource: textOf(arn), account: accountText(account, arn), policy: optionalLayer(policies) };
}

function contextAt(value: unknown, place: Place): RequestContext['keys'] {
  if (value === undefined || value === null) return new Map();
  const context = objectAt(value, place) ?? {};
  return new Map(
    Object.entries(context).map(([key, item]) => [key.toLowerCase(), contextKeyAt(item, within(place, key))]),
  );
}

function contextKeyAt(value: unknown, place: Place): ContextKey {
  if (!Array.isArray(value)) return { present: 'yes', values: [contextValueAt(value, place)] };
  const values = value.map((item: unknown, index) => contextValueAt(item, within(place, index)));
  return { present: 'yes', values, multivalued: true };
}

function contextValueAt(value: unknown, place: Place): Text {
  if (typeof value === 'string') return textOf(value);
  if (typeof value === 'number' || typeof value === 'boolean') return textOf(String(value));
  complain(place, 'a string, number or boolean, or a list of them, is expected');
  return [];
}

function contextKeys(known: RequestContext['keys'], unknown: readonly string[]): RequestContext['keys'] {
  const open = unknown.map((key): [string, ContextKey] => [
    key.toLowerCase(),
    { present: 'unknown', values: { kind: 'context-key', key } },
  ]);
  return new Map([...known, ...open]);
}
