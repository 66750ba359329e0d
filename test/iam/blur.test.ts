import { decide } from '#core/iam/decide';
import type { Decision } from '#core/iam/decision';
import type { AccessRequest, ContextKey, RequestPrincipal } from '#core/iam/request';
import { hole, showText, textOf, type Text } from '#core/value/text';
import fc from 'fast-check';
import { layersOfCase, readIamCases, requestOfCase, type IamCase } from './iam-case';

const reason = { kind: 'given-unknown', name: 'blurred' } as const;
const BLUR = hole('blurred', reason);
// The operators' rows differ in their condition only; a part of them is enough here.
const decided = readIamCases().filter(
  ({ outcome, file }, at) => outcome !== 'unknown' && (file !== 'condition-operators' || at % 4 === 0),
);

describe('a concrete answer', () => {
  it('is never contradicted where one part of the request is not known, and the unknown is named', () => {
    let definite = 0;
    for (const row of decided) {
      const layers = layersOfCase(row);
      for (const { what, request } of blurredRequests(requestOfCase(row))) {
        definite += Number(agrees(row, what, decide(request, layers)));
      }
    }
    expect(definite).toBeGreaterThan(decided.length);
  });

  it('is never contradicted where one part of a policy is not known, and the unknown is named', () => {
    let definite = 0;
    for (const row of decided) {
      const request = requestOfCase(row);
      for (const { what, policies } of blurredPolicies(row)) {
        definite += Number(agrees(row, what, decide(request, layersOfCase({ ...row, policies }))));
      }
    }
    expect(definite).toBeGreaterThan(decided.length);
  });

  it('stays what it was once more becomes known', () => {
    fc.assert(
      fc.property(fc.constantFrom(...decided), fc.nat(), fc.nat(), (...[row, first, second]) => {
        const requests = blurredRequests(requestOfCase(row));
        const changes = blurredPolicies(row);
        fc.pre(changes.length > 0);
        const request = requests[first % requests.length]?.request ?? requestOfCase(row);
        const policies = changes[second % changes.length]?.policies ?? row.policies;
        const blurredLayers = layersOfCase({ ...row, policies });
        const blurry = decide(request, blurredLayers).outcome;
        fc.pre(blurry !== 'unknown');
        expect(isSame(blurry, decide(request, layersOfCase(row)).outcome)).toBe(true);
        expect(isSame(blurry, decide(requestOfCase(row), blurredLayers).outcome)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

/** True if the answer is still definite; if it is not, something must be named that would settle it. */
function agrees(row: IamCase, what: string, { outcome, unknowns }: Decision): boolean {
  const place = `${row.file}, ${row.name}`;
  if (outcome === 'unknown' && unknowns.length === 0)
    throw new Error(`${place}: nothing would settle it without ${what}`);
  if (outcome !== 'unknown' && !isSame(outcome, row.outcome))
    throw new Error(`${place}: ${row.outcome} became ${outcome} without ${what}`);
  return outcome !== 'unknown';
}

/** Where nothing allows, it does not matter whether an unknown deny applies: the access is refused. */
function isSame(blurry: string, concrete: string): boolean {
  return blurry === concrete || (blurry === 'implicit-deny' && concrete === 'explicit-deny');
}

interface BlurredRequest {
  readonly what: string;
  readonly request: AccessRequest;
}

function blurredRequests(request: AccessRequest): readonly BlurredRequest[] {
  const { principal, resource, resourceAccount, context } = request;
  const withKey = (key: string, value: ContextKey) => ({ ...context, keys: new Map([...context.keys, [key, value]]) });
  const keys = [...context.keys].flatMap(([key, { values, multivalued }]) => {
    const many = multivalued === undefined ? {} : { multivalued };
    return [
      {
        what: `the value of ${key}`,
        request: { ...request, context: withKey(key, { present: 'yes', values: reason, ...many }) },
      },
      {
        what: `the presence of ${key}`,
        request: { ...request, context: withKey(key, { present: 'unknown', values, ...many }) },
      },
      { what: key, request: { ...request, context: withKey(key, { present: 'unknown', values: reason, ...many }) } },
    ];
  });
  return [
    ...blurredTexts(resource).map((text) => ({
      what: `resource ${showText(text)}`,
      request: { ...request, resource: text },
    })),
    ...blurredTexts(resourceAccount).map((text) => ({
      what: 'the owner',
      request: { ...request, resourceAccount: text },
    })),
    ...blurredPrincipals(principal).map((who) => ({
      what: `principal ${JSON.stringify(who)}`,
      request: { ...request, principal: who },
    })),
    { what: 'keys that are not listed', request: { ...request, context: { ...context, others: 'unknown' as const } } },
    ...keys,
  ];
}

/** Not known at all, from each colon or slash on, or between two of them. */
function blurredTexts(text: Text): readonly Text[] {
  const [only, ...more] = text;
  if (typeof only !== 'string' || more.length > 0) return [[BLUR]];
  const cuts = [...only.matchAll(/[:/]/g)].map(({ index }) => index + 1);
  const ends = [...cuts.slice(1).map((cut) => cut - 1), only.length];
  return [
    [BLUR],
    ...cuts.map((cut) => textOf(only.slice(0, cut), BLUR)),
    ...cuts.map((cut, index) => textOf(only.slice(0, cut), BLUR, only.slice(ends[index]))),
    ...cuts.map((cut) => textOf(BLUR, only.slice(cut - 1))),
  ];
}

function blurredPrincipals(principal: RequestPrincipal): readonly RequestPrincipal[] {
  switch (principal.kind) {
    case 'role-session':
      return [
        ...blurredTexts(principal.roleArn).map((roleArn) => ({ ...principal, roleArn })),
        ...blurredTexts(principal.sessionArn).map((sessionArn) => ({ ...principal, sessionArn })),
        { ...principal, account: [BLUR] },
      ];
    case 'role':
      return [
        ...blurredTexts(principal.roleArn).map((roleArn) => ({ ...principal, roleArn })),
        { ...principal, account: [BLUR] },
      ];
    case 'user':
    case 'federated':
      return [...blurredTexts(principal.arn).map((arn) => ({ ...principal, arn })), { ...principal, account: [BLUR] }];
    case 'root':
      return [{ ...principal, account: [BLUR] }];
    case 'service':
      return blurredTexts(principal.service).map((service) => ({ ...principal, service }));
    case 'anonymous':
      return [];
  }
}

interface BlurredPolicies {
  readonly what: string;
  readonly policies: IamCase['policies'];
}

function blurredPolicies({ policies }: IamCase): readonly BlurredPolicies[] {
  return blurredJson(policies, 0).map(({ what, json }) => ({ what, policies: json as IamCase['policies'] }));
}

interface BlurredJson {
  readonly what: string;
  readonly json: unknown;
}

/** Each part in turn made unknown; layers themselves are lists of policies and stay. */
function blurredJson(json: unknown, depth: number): readonly BlurredJson[] {
  const self =
    depth < 2 || (Array.isArray(json) && depth < 3) ? [] : [{ what: JSON.stringify(json), json: { '?': 'policy' } }];
  if (Array.isArray(json))
    return [
      ...self,
      ...json.flatMap((item: unknown, at) =>
        blurredJson(item, depth + 1).map((each) => ({ ...each, json: json.with(at, each.json) as unknown })),
      ),
    ];
  if (typeof json === 'object' && json !== null) {
    return [
      ...self,
      ...Object.entries(json).flatMap(([key, item]: [string, unknown]) =>
        blurredJson(item, depth + 1).map((each) => ({ ...each, json: { ...json, [key]: each.json } })),
      ),
    ];
  }
  if (typeof json !== 'string' || json.includes('«')) return self;
  const variable = json.indexOf('${');
  const half = variable < 0 ? Math.floor(json.length / 2) : variable + '${'.length;
  const start = { what: json, json: `${json.slice(0, half)}«policy»` };
  // No value begins in the middle of a policy variable.
  return json.includes('${') ? [...self, start] : [...self, start, { what: json, json: `«policy»${json.slice(half)}` }];
}
