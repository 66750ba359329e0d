/**
 * A second evaluator, written only from AWS's description of the evaluation logic: everything is known, one step after the other, no
 * care for speed. It exists to disagree with the real one.
 */
export interface NaiveRequest {
  readonly caller:
    | { readonly kind: 'session'; readonly session: string; readonly role: string; readonly account: string }
    | { readonly kind: 'user'; readonly user: string; readonly account: string }
    | { readonly kind: 'root'; readonly account: string }
    | { readonly kind: 'service'; readonly service: string }
    | { readonly kind: 'anonymous' };
  readonly action: string;
  readonly resource: string;
  readonly owner: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

export interface NaiveStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: '*' | Readonly<Record<string, readonly string[]>>;
  readonly NotPrincipal?: Readonly<Record<string, readonly string[]>>;
  readonly Action?: readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource?: readonly string[];
  readonly NotResource?: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}
export interface NaivePolicy {
  readonly Version: '2008-10-17' | '2012-10-17';
  readonly Statement: readonly NaiveStatement[];
}

export interface NaivePolicies {
  readonly identity: readonly NaivePolicy[];
  readonly boundary: readonly NaivePolicy[] | undefined;
  readonly session: readonly NaivePolicy[] | undefined;
  readonly scps: readonly (readonly NaivePolicy[])[];
  readonly rcps: readonly (readonly NaivePolicy[])[];
  readonly resource: readonly NaivePolicy[] | undefined;
  readonly endpoint: readonly NaivePolicy[] | undefined;
}

/** AWS does not say what happens here; such a case proves nothing. */
export class Contested extends Error {}

type Outcome = 'allow' | 'explicit-deny' | 'implicit-deny';

export function naivelyDecide(request: NaiveRequest, policies: NaivePolicies): Outcome {
  const reaching = thoseThatReach(request, policies);
  const { identity, boundary, session, scps, rcps } = reaching;
  const own = [...identity, ...(boundary ?? []), ...(session ?? []), ...scps.flat()];
  const hasBoundary = boundary !== undefined;
  const ofOwn = own.flatMap((policy) => applying(policy, request));
  const ofResource = (policies.resource ?? []).flatMap((policy) => applyingTo(policy, request, hasBoundary));
  const ofControls = rcps.flat().flatMap((policy) => applyingTo(policy, request, hasBoundary));
  const ofEndpoint = (policies.endpoint ?? []).flatMap((policy) => applyingTo(policy, request, hasBoundary));

  // 1. Any deny, anywhere.
  if ([...ofOwn, ...ofResource, ...ofControls, ...ofEndpoint].some((statement) => statement.Effect === 'Deny'))
    return 'explicit-deny';
  // 2., 3. Every level of the organisation.
  if (!scps.every((level) => allows(level, request))) return 'implicit-deny';
  // The endpoint on the way.
  if (policies.endpoint !== undefined && ofEndpoint.length === 0) return 'implicit-deny';
  return isGranted(request, reaching, ofResource) ? 'allow' : 'implicit-deny';
}

function thoseThatReach({ caller, action }: NaiveRequest, policies: NaivePolicies): NaivePolicies {
  const isPerson = caller.kind === 'session' || caller.kind === 'user';
  return {
    identity: isPerson ? policies.identity : [],
    boundary: isPerson ? policies.boundary : undefined,
    session: isPerson ? policies.session : undefined,
    scps: isPerson || caller.kind === 'root' ? policies.scps : [],
    rcps: ['s3', 'kms', 'sts', 'sqs'].includes(prefix(action)) ? policies.rcps : [],
    resource: policies.resource,
    endpoint: policies.endpoint,
  };
}

function isGranted(request: NaiveRequest, policies: NaivePolicies, granting: readonly NaiveStatement[]): boolean {
  const { caller } = request;
  // 6., 7. Without policies of their own.
  if (caller.kind === 'service' || caller.kind === 'anonymous') return granting.length > 0;

  const byPolicies = caller.kind === 'root' || allows(policies.identity, request);
  const limits = [policies.boundary, policies.session].flatMap((limit) => (limit === undefined ? [] : [limit]));
  const withinLimits = limits.every((limit) => allows(limit, request));
  // 5. Different accounts.
  if (caller.account !== request.owner) return granting.length > 0 && byPolicies && withinLimits;
  // 4. One account.
  const worths = granting.map((statement) => worthOf(statement, caller));
  if (worths.includes('session') || (worths.includes('role') && withinLimits)) return true;
  const mustResourceAllow = prefix(request.action) === 'kms' || request.action === 'sts:AssumeRole';
  return byPolicies && withinLimits && (!mustResourceAllow || granting.length > 0);
}

function allows(layer: readonly NaivePolicy[], request: NaiveRequest): boolean {
  return layer.some((policy) => applying(policy, request).some((statement) => statement.Effect === 'Allow'));
}

function prefix(action: string): string {
  return (action.split(':')[0] ?? '').toLowerCase();
}

function applying(policy: NaivePolicy, request: NaiveRequest): readonly NaiveStatement[] {
  return policy.Statement.filter(
    (statement) =>
      actionApplies(statement, request) &&
      resourceApplies(statement, request, policy.Version) &&
      conditionsApply(statement, request, policy.Version),
  );
}

function applyingTo(policy: NaivePolicy, request: NaiveRequest, hasBoundary: boolean): readonly NaiveStatement[] {
  return applying(policy, request).filter((statement) => principalApplies(statement, request, hasBoundary));
}

function actionApplies({ Action, NotAction }: NaiveStatement, { action }: NaiveRequest): boolean {
  const covers = (pattern: string) => glob(pattern.toLowerCase(), action.toLowerCase());
  return Action === undefined ? !(NotAction ?? []).some(covers) : Action.some(covers);
}

function resourceApplies({ Resource, NotResource }: NaiveStatement, request: NaiveRequest, version: string): boolean {
  if (Resource === undefined && NotResource === undefined) return true;
  const covers = (pattern: string) => {
    if (pattern === '*') return true;
    const resolved = resolve(pattern, { request, version, read: wild });
    return resolved !== undefined && arnMatches(resolved, request.resource);
  };
  return Resource === undefined ? !(NotResource ?? []).some(covers) : Resource.some(covers);
}

/** A list of single characters, of which `*` and `?` are wildcards only where marked. */
type Pattern = readonly { readonly character: string; readonly isWildcard: boolean }[];

function plain(text: string): Pattern {
  return text.split('').map((character) => ({ character, isWildcard: false }));
}

function wild(text: string): Pattern {
  return text.split('').map((character) => ({ character, isWildcard: character === '*' || character === '?' }));
}

interface Reading {
  readonly request: NaiveRequest;
  readonly version: string;
  readonly read: (text: string) => Pattern;
}

/** Fills in `${key}`; nothing if one has no value. */
function resolve(text: string, { request, version, read }: Reading): Pattern | undefined {
  if (version !== '2012-10-17' || !text.includes('${')) return read(text);
  const start = text.indexOf('${');
  const end = text.indexOf('}', start);
  const key = text.slice(start + 2, end);
  const rest = resolve(text.slice(end + 1), { request, version, read });
  const value = ['*', '?', '$'].includes(key) ? key : valueOf(key, request);
  if (value === undefined || rest === undefined) return undefined;
  if (typeof value !== 'string') throw new Contested();
  return [...read(text.slice(0, start)), ...plain(value), ...rest];
}

function valueOf(key: string, { context }: NaiveRequest): string | readonly string[] | undefined {
  const found = Object.keys(context).find((other) => other.toLowerCase() === key.toLowerCase());
  return found === undefined ? undefined : context[found];
}

function arnMatches(pattern: Pattern, arn: string): boolean {
  const parts: Pattern[] = [];
  let rest = pattern;
  while (parts.length < 5) {
    const colon = rest.findIndex(({ character }) => character === ':');
    if (colon < 0) break;
    parts.push(rest.slice(0, colon));
    rest = rest.slice(colon + 1);
  }
  parts.push(rest);
  while (parts.length < 6) parts.push(wild('*'));
  const [a, b, c, d, e, ...f] = arn.split(':');
  if (f.length === 0) return false;
  return [a, b, c, d, e, f.join(':')].every((part, index) => match(parts[index] ?? [], part ?? ''));
}

function glob(pattern: string, text: string): boolean {
  return match(wild(pattern), text);
}

function match(pattern: Pattern, text: string): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return text === '';
  if (first.isWildcard && first.character === '*') {
    for (let taken = 0; taken <= text.length; taken++) if (match(rest, text.slice(taken))) return true;
    return false;
  }
  return text !== '' && (first.isWildcard || first.character === text[0]) && match(rest, text.slice(1));
}

function principalApplies(statement: NaiveStatement, request: NaiveRequest, hasBoundary: boolean): boolean {
  const { Principal, NotPrincipal } = statement;
  if (NotPrincipal === undefined)
    return Principal === '*' || namesOf(request.caller).some((name) => isListed(name, Principal ?? {}));
  if (statement.Effect === 'Allow') throw new Contested();
  const names = namesOf(request.caller);
  const forms = names.filter((name) => isListed(name, NotPrincipal)).map(({ form }) => form);
  if (hasBoundary) return true;
  if (forms.length === 0) return true;
  if (new Set(forms).size < new Set(names.map(({ form }) => form)).size) throw new Contested();
  return false;
}

interface Name {
  readonly type: string;
  readonly name: string;
  readonly form: string;
}

function namesOf(caller: NaiveRequest['caller']): readonly Name[] {
  const account = (id: string): Name[] => [
    { type: 'AWS', name: id, form: 'account' },
    { type: 'AWS', name: `arn:aws:iam::${id}:root`, form: 'account' },
  ];
  switch (caller.kind) {
    case 'session':
      return [
        { type: 'AWS', name: caller.session, form: 'session' },
        { type: 'AWS', name: caller.role, form: 'role' },
        ...account(caller.account),
      ];
    case 'user':
      return [{ type: 'AWS', name: caller.user, form: 'user' }, ...account(caller.account)];
    case 'root':
      return account(caller.account);
    case 'service':
      return [{ type: 'Service', name: caller.service, form: 'service' }];
    case 'anonymous':
      return [{ type: 'AWS', name: '*', form: 'anyone' }];
  }
}

function isListed({ type, name }: Name, element: Readonly<Record<string, readonly string[]>>): boolean {
  return (element[type] ?? []).includes(name) || (element['AWS'] ?? []).includes('*');
}

/** What an allow to this caller is worth within one account. */
function worthOf({ Principal }: NaiveStatement, caller: NaiveRequest['caller']): 'session' | 'role' | 'account' {
  if (Principal === '*' || Principal?.['AWS']?.includes('*') === true) return 'session';
  const forms = namesOf(caller)
    .filter((name) => isListed(name, Principal ?? {}))
    .map(({ form }) => form);
  if (forms.includes('session') || forms.includes('user') || caller.kind === 'root') return 'session';
  return forms.includes('role') ? 'role' : 'account';
}

function conditionsApply({ Condition }: NaiveStatement, request: NaiveRequest, version: string): boolean {
  for (const [operator, block] of Object.entries(Condition ?? {})) {
    for (const [key, wanted] of Object.entries(block)) {
      if (!conditionHolds({ operator, key, wanted }, request, version)) return false;
    }
  }
  return true;
}

interface NaiveCondition {
  readonly operator: string;
  readonly key: string;
  readonly wanted: readonly string[];
}

function conditionHolds({ operator, key, wanted }: NaiveCondition, request: NaiveRequest, version: string): boolean {
  const value = valueOf(key, request);
  const isEmpty = value !== undefined && value.length === 0;
  const [set = ''] = /^For(All|Any)Values?:/.exec(operator) ?? [];
  const ifExists = operator.endsWith('IfExists');
  const name = operator.slice(set.length).replace('IfExists', '');
  if (name === 'Null') return wanted.includes(String(value === undefined || isEmpty));
  const isNegated = name.includes('Not');
  if (value === undefined || (isEmpty && set !== '')) return holdsWithout(set, ifExists, isNegated);
  const base = name.replace('Not', '');
  const holds = (actual: string) =>
    wanted.some((want) => compare(base, actual, { want, request, version })) !== isNegated;
  const values = typeof value === 'string' ? [value] : value;
  if (set === 'ForAllValues:') return values.every(holds);
  if (set === 'ForAnyValue:') return values.some(holds);
  if (typeof value !== 'string') throw new Contested();
  return holds(value);
}

function holdsWithout(set: string, ifExists: boolean, isNegated: boolean): boolean {
  if (set === 'ForAllValues:') return true;
  if (set !== 'ForAnyValue:') return isNegated || ifExists;
  if (ifExists) throw new Contested();
  return false;
}

interface Wanted {
  readonly want: string;
  readonly request: NaiveRequest;
  readonly version: string;
}

function compare(operator: string, actual: string, { want, request, version }: Wanted): boolean {
  const resolved = (read: (text: string) => Pattern) => resolve(want, { request, version, read });
  switch (operator) {
    case 'StringEquals':
      return matches(resolved(plain), actual);
    case 'StringEqualsIgnoreCase':
      return matches(
        resolved(plain)?.map((each) => ({ ...each, character: each.character.toLowerCase() })),
        actual.toLowerCase(),
      );
    case 'StringLike':
      return matches(resolved(wild), actual);
    case 'ArnEquals':
    case 'ArnLike': {
      const pattern = resolved(wild);
      return pattern !== undefined && arnMatches(pattern, actual);
    }
    case 'Bool':
      return want === actual;
    case 'IpAddress':
      return inBlock(actual, want);
    default:
      return operator.startsWith('Numeric')
        ? ordered(operator.slice('Numeric'.length), Number(actual), Number(want))
        : ordered(operator.slice('Date'.length), Date.parse(actual), Date.parse(want));
  }
}

function matches(pattern: Pattern | undefined, text: string): boolean {
  return pattern !== undefined && match(pattern, text);
}

function ordered(operator: string, left: number, right: number): boolean {
  if (operator.endsWith('Equals') && left === right) return true;
  if (operator.startsWith('LessThan')) return left < right;
  return operator.startsWith('GreaterThan') && left > right;
}

function inBlock(address: string, block: string): boolean {
  const [network = '', length = '32'] = block.split('/');
  const bits = (ip: string) =>
    ip
      .split('.')
      .map((part) => Number(part).toString(2).padStart(8, '0'))
      .join('');
  return bits(address).slice(0, Number(length)) === bits(network).slice(0, Number(length));
}
