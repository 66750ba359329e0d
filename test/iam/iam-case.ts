import type { Decision } from '#core/iam/decision';
import { principalFromArn } from '#core/iam/decide-principal';
import type { AccessRequest, ContextKey, PolicyLayer, PolicyLayers, RequestPrincipal } from '#core/iam/request';
import { parsePolicy } from '#core/policy/parse-policy';
import type { Origin } from '#core/value/origin';
import { ANY_SHAPE, hole, NAME_SHAPE, showText, textOf, type Shape, type Text } from '#core/value/text';
import type { Truth } from '#core/value/truth';
import type { UnknownReason } from '#core/value/unknown-reason';
import { valueOfJson, type Value } from '#core/value/value';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A row of `cases/*.json`. `«Name»` in a text is a part nobody knows, `{"?": "Name"}` a whole value nobody knows. */
export interface IamCase {
  readonly file: string;
  readonly name: string;
  readonly request: {
    readonly principal: string;
    readonly role?: string;
    readonly account?: string;
    readonly action: string;
    readonly resource: string;
    /** The account of the resource, where its ARN does not hold it. */
    readonly owner?: string;
    /** Beside the keys that every role session has. */
    readonly context?: Readonly<Record<string, CaseKey>>;
    readonly unknown?: readonly string[];
  };
  readonly policies: {
    readonly identity?: CaseLayer;
    readonly boundary?: CaseLayer;
    readonly session?: CaseLayer;
    readonly scps?: readonly CaseLayer[];
    readonly rcps?: readonly CaseLayer[];
    readonly resource?: CaseLayer;
    readonly endpoint?: CaseLayer;
    readonly bucket?: CaseLayer;
  };
  /** Block Public Access keeps other accounts from a bucket with a public policy. */
  readonly restrictsPublicBuckets?: Truth;
  /** The bucket or object behind the access point that is asked for, and who owns it. */
  readonly behind?: { readonly resource: string; readonly owner: string };
  /** Layers of which nobody read the policies. */
  readonly unread?: readonly (keyof PolicyLayers | 'bucket')[];
  /** The key may carry a grant. */
  readonly grantable?: boolean;
  readonly outcome: Decision['outcome'];
  readonly decidedBy?: string;
  readonly miss?: string;
  /** The kinds of what would settle it. */
  readonly unknowns?: readonly string[];
  readonly source: string;
}

type CaseKey =
  | string
  | readonly string[]
  | { readonly oneOf: readonly string[] }
  | { readonly unknown: 'value'; readonly multivalued?: boolean }
  | { readonly unknown: 'presence'; readonly value: string };

/** Statements, or whole documents where the version matters. */
type CaseLayer = readonly Readonly<Record<string, unknown>>[];

const FOLDER = join(__dirname, 'cases');

export function readIamCases(): readonly IamCase[] {
  return readdirSync(FOLDER).flatMap((file) => {
    const rows = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as readonly Omit<IamCase, 'file'>[];
    return rows.map((row) => ({ ...row, file: file.replace('.json', '') }));
  });
}

export function requestOfCase({ request }: IamCase): AccessRequest {
  const principal = principalOfCase(request);
  const account = request.owner ?? request.resource.split(':')[4] ?? '';
  return {
    principal,
    action: request.action,
    resource: markedText(request.resource),
    resourceAccount: markedText(account),
    context: { keys: new Map(contextOf(request, principal)), others: 'absent' },
  };
}

function principalOfCase({ principal, role, account }: IamCase['request']): RequestPrincipal {
  const read = principalFromArn({ arn: principal, roleArn: role ?? roleOfSession(principal), account });
  switch (read.kind) {
    case 'role-session': {
      const { roleArn, sessionArn } = read;
      return { ...read, roleArn: marked(roleArn), sessionArn: marked(sessionArn), account: marked(read.account) };
    }
    case 'anonymous':
    case 'service':
    case 'role':
    case 'user':
    case 'root':
    case 'federated':
      return read;
  }
}

function roleOfSession(principal: string): string | undefined {
  const [, partition = '', , , account = '', rest = ''] = principal.split(':');
  const [type, name = ''] = rest.split('/');
  return type === 'assumed-role' ? `arn:${partition}:iam::${account}:role/${name}` : undefined;
}

const SESSION_KEYS: readonly [string, string][] = [
  ['aws:PrincipalType', 'AssumedRole'],
  ['aws:userid', 'AROAEXAMPLEROLEID:app-fn'],
  ['aws:SecureTransport', 'true'],
  ['aws:PrincipalIsAWSService', 'false'],
  ['aws:ViaAWSService', 'false'],
];

function contextOf(
  { context, unknown }: IamCase['request'],
  principal: RequestPrincipal,
): readonly [string, ContextKey][] {
  const present = (text: Text): ContextKey => ({ present: 'yes', values: [text] });
  const ofSession: [string, ContextKey][] =
    principal.kind === 'role-session'
      ? [
          ...SESSION_KEYS.map(([key, value]): [string, ContextKey] => [key, present([value])]),
          ['aws:PrincipalArn', present(principal.roleArn)],
          ['aws:PrincipalAccount', present(principal.account)],
        ]
      : [];
  const given = Object.entries(context ?? {}).map(([key, value]): [string, ContextKey] => [
    key,
    contextKeyOf(key, value),
  ]);
  const open = (unknown ?? []).map((key): [string, ContextKey] => [
    key,
    { present: 'unknown', values: { kind: 'context-key', key } },
  ]);
  return [...ofSession, ...given, ...open].map(([key, value]) => [key.toLowerCase(), value]);
}

function contextKeyOf(key: string, value: CaseKey): ContextKey {
  if (typeof value === 'string') return { present: 'yes', values: [markedText(value)] };
  if ('oneOf' in value) return { present: 'yes', values: value.oneOf.map(markedText), isOneOf: true };
  if (!('unknown' in value)) return { present: 'yes', values: value.map(markedText), multivalued: true };
  if (value.unknown === 'presence') return { present: 'unknown', values: [markedText(value.value)] };
  return { present: 'yes', values: { kind: 'context-key', key }, multivalued: value.multivalued ?? false };
}

export function layersOfCase(row: IamCase): PolicyLayers {
  const { policies, unread, grantable, restrictsPublicBuckets, behind } = row;
  const layer = (name: 'identity' | 'boundary' | 'session' | 'resource' | 'endpoint' | 'bucket') => {
    const isUnread = unread?.includes(name) === true;
    const unknowns = isUnread ? [notRead(name)] : [];
    const given = policies[name];
    if (given === undefined && !isUnread) return undefined;
    const read = layerOf(given ?? [], name);
    return { ...read, unknowns: [...unknowns, ...(name === 'resource' && grantable === true ? [GRANT] : [])] };
  };
  const levels = (name: 'scps' | 'rcps') => [
    ...(policies[name] ?? []).map((given, index) => ({ level: String(index), ...layerOf(given, name) })),
    ...(unread?.includes(name) === true ? [{ level: 'unread', policies: [], unknowns: [notRead(name)] }] : []),
  ];
  return {
    identity: layer('identity') ?? { policies: [], unknowns: [] },
    boundary: layer('boundary'),
    session: layer('session'),
    scps: levels('scps'),
    rcps: levels('rcps'),
    resource: layer('resource'),
    endpoint: layer('endpoint'),
    ...(restrictsPublicBuckets === undefined ? {} : { restrictsPublicBuckets }),
    behind: behind && {
      resource: markedText(behind.resource),
      account: markedText(behind.owner),
      policy: layer('bucket'),
    },
  };
}

const GRANT: UnknownReason = { kind: 'kms-grant', key: 'key' };

function notRead(fact: string): UnknownReason {
  return { kind: 'account-state-not-read', fact };
}

const ORIGIN: Origin = { kind: 'input', path: undefined };

function layerOf(given: CaseLayer, label: string): PolicyLayer {
  const documents = given.map((item) =>
    'Statement' in item || '?' in item ? item : { Version: '2012-10-17', Statement: [item] },
  );
  return { policies: documents.map((document) => parsePolicy(markedValue(document), label)), unknowns: [] };
}

/** The JSON of a policy with its marks read as what is not known. */
function markedValue(json: unknown): Value {
  return withMarks(valueOfJson(json, ORIGIN));
}

function withMarks(value: Value): Value {
  switch (value.kind) {
    case 'text':
      return { ...value, text: marked(value.text) };
    case 'list':
      return { ...value, items: value.items.map(withMarks) };
    case 'map': {
      const mark = value.entries.get('?');
      if (mark?.kind === 'text') return unknownValue(showText(mark.text));
      return { ...value, entries: new Map([...value.entries].map(([key, item]) => [key, withMarks(item)])) };
    }
    case 'scalar':
    case 'unknown':
      return value;
  }
}

function unknownValue(name: string): Value {
  return { kind: 'unknown', reason: { kind: 'given-unknown', name }, origin: ORIGIN, symbol: name };
}

function marked(text: Text): Text {
  return textOf(...text.map((part) => (typeof part === 'string' ? markedText(part) : part)));
}

const SHAPES: Readonly<Record<string, Shape>> = {
  any: ANY_SHAPE,
  name: NAME_SHAPE,
  region: { without: ':/*?$', minLength: 5, maxLength: 20, only: 'lower-name' },
  digits: { without: '', minLength: 12, maxLength: 12, only: 'digit' },
  random: { without: '', minLength: 12, maxLength: 13, only: 'alphanumeric' },
};

function markedText(text: string): Text {
  return textOf(
    ...text.split(/(«[^»]*»)/).map((piece) => {
      if (!piece.startsWith('«')) return piece;
      const [name = '', shape = 'any'] = piece.slice(1, -1).split('|');
      return hole(name, { kind: 'given-unknown', name }, SHAPES[shape]);
    }),
  );
}
