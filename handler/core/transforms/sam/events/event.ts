import type { MapNode, TemplateNode } from '#core/template/node';
import { ref, type Draft, type DraftMap } from '../../draft';
import type { InvocationTarget } from '../invocation-target';
import { define, type Workspace } from '../workspace';
import type { RoleDraft } from '../role';
import { hashOf } from '../publishing';

/** One entry of a function's `Events`. */
export interface FunctionEvent {
  readonly workspace: Workspace;
  /** Function and event name together: what its resources are called. */
  readonly id: string;
  readonly node: TemplateNode;
  readonly properties: MapNode;
  readonly target: InvocationTarget;
  readonly role: RoleDraft;
}

/** The same for whatever a rule or a schedule calls. */
export interface RuleEvent {
  readonly workspace: Workspace;
  readonly id: string;
  readonly node: TemplateNode;
  readonly properties: TemplateNode;
  readonly shared: DraftMap;
}

export type ExpandEvent = (event: FunctionEvent) => void;

export interface InvokeGrant {
  readonly principal: string;
  readonly sourceArn?: Draft | undefined;
  readonly sourceAccount?: Draft;
  readonly eventSourceToken?: Draft | undefined;
  /** Stands for the event's id. */
  readonly prefix?: string;
  readonly suffix?: string;
}

/** The permission by which a service may invoke the function; returns its logical id. */
export function permit({ workspace, id, node, target }: FunctionEvent, grant: InvokeGrant): string {
  const logicalId = `${grant.prefix ?? id}Permission${suffixOf(grant.suffix ?? '')}`;
  define(workspace, logicalId, {
    type: 'AWS::Lambda::Permission',
    at: node,
    attributes: target.shared,
    properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: target.name,
      Principal: grant.principal,
      SourceArn: grant.sourceArn,
      SourceAccount: grant.sourceAccount,
      EventSourceToken: grant.eventSourceToken,
    },
  });
  return logicalId;
}

/** AWS: a suffix that may not stand in a logical id is hashed. */
export function suffixOf(suffix: string): string {
  return suffix === '' || /^[\p{L}\p{N}]+$/u.test(suffix) ? suffix : hashOf(suffix);
}

export const ACCOUNT: Draft = ref('AWS::AccountId');
