import { arnOf, type ArnText } from '#core/aws/arn';
import { hole, literalOf, mayHide, textOf, type Text } from '#core/value/text';
import type { Truth } from '#core/value/truth';
import type { UnknownReason } from '#core/value/unknown-reason';
import type { AccessRequest, PolicyLayers, RequestContext, RequestPrincipal } from './request';
import { principalForms, type PrincipalForms } from './principal-forms';

/** A request made ready to be compared with many statements. */
export interface Evaluation {
  /** In lower case: AWS compares actions without case. */
  readonly action: string;
  readonly resource: ArnText;
  /** The action has no resource: only a pattern for everything matches. */
  readonly hasNoResource: boolean;
  /** A second spelling of the resource that AWS may compare with. */
  readonly otherResource: ArnText | undefined;
  readonly context: RequestContext;
  readonly principal: PrincipalForms;
  readonly hasBoundary: Truth;
  /** Told each reason for an `unknown`; left out while only the answer matters. */
  readonly note?: ((reason: UnknownReason) => void) | undefined;
}

export function evaluationOf(request: AccessRequest, layers: PolicyLayers): Evaluation {
  const action = request.action.toLowerCase();
  return {
    action,
    resource: arnOf(request.resource),
    hasNoResource: literalOf(request.resource) === '*',
    otherResource: action === 'logs:createloggroup' ? otherLogGroup(request) : undefined,
    context: request.context,
    principal: principalForms(request.principal),
    hasBoundary: hasBoundary(request, layers),
  };
}

/** AWS: whether a new log group is compared with or without `:*` behind its name is not documented; either is accepted. */
function otherLogGroup({ resource }: AccessRequest): ArnText | undefined {
  const last = resource.at(-1);
  if (last === '*') return undefined;
  if (typeof last !== 'string') return arnOf(otherUnknownLogGroup(resource));
  const other = last.endsWith(':*') ? last.slice(0, -2) : `${last}:*`;
  return arnOf(textOf(...resource.slice(0, -1), other));
}

/** Whether a name that is not known ends in `:*`, decides which spelling is the second. */
function otherUnknownLogGroup(resource: Text): Text {
  if (!mayHide(resource.slice(-1), '*')) return textOf(...resource, ':*');
  const before = resource.at(-2);
  const known =
    typeof before === 'string' && before.endsWith(':')
      ? [...resource.slice(0, -2), before.slice(0, -1)]
      : resource.slice(0, -1);
  return textOf(...known, hole('end of the log group ARN', { kind: 'given-unknown', name: 'log group' }));
}

/** Only roles, users and those who act for them can have one. */
function hasBoundary({ principal }: AccessRequest, { boundary }: PolicyLayers): Truth {
  if (boundary === undefined || WITHOUT_BOUNDARY.has(principal.kind)) return 'no';
  return boundary.policies.length > 0 ? 'yes' : 'unknown';
}

const WITHOUT_BOUNDARY: ReadonlySet<RequestPrincipal['kind']> = new Set(['service', 'anonymous', 'root']);

export function contested(evaluation: Evaluation, point: string): Truth {
  evaluation.note?.({ kind: 'contested', point });
  return 'unknown';
}

/** Both readings agree, or it is unknown. */
export function agree(left: Truth, right: Truth): Truth {
  return left === right ? left : 'unknown';
}
