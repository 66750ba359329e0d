import type { Change, Parameter, Tag } from '@aws-sdk/client-cloudformation';
import { accountSession, lazyService, orAbsent, type AccountSession, type SessionTerms } from './account-session';
import { callFailure } from './call-failure';

/** What CloudFormation itself knows of the deployment beside the template. */
export interface StackState {
  readonly parameters: ReadonlyMap<string, string>;
  /** What the SSM parameters hold that those parameters name, by their path. */
  readonly storedValues: ReadonlyMap<string, string>;
  readonly tags: ReadonlyMap<string, string>;
  /** `CREATE_IN_PROGRESS`, `UPDATE_ROLLBACK_IN_PROGRESS`, …; absent if it could not be read. */
  readonly status: string | undefined;
  /** Another stack made it, and may be making what it uses. */
  readonly isNested: boolean;
  /** Physical ids of what the stack has already, by logical id; nothing if that could not be read. */
  readonly deployed: ReadonlyMap<string, string> | undefined;
  /** Physical ids of what the change set takes over, by logical id. */
  readonly imported: ReadonlyMap<string, string>;
  /** The template that is deployed now, where the request itself does not bring it. */
  readonly deployedTemplate: string | undefined;
  /** What of all this could not be read, and why. */
  readonly unread: readonly string[];
}
export interface StackQuestion {
  readonly stackId: string | undefined;
  readonly changeSetId: string | undefined;
  /** Is the deployed template asked for too? */
  readonly wantsTemplate: boolean;
}

/** What the reader below calls; the role of the function is made from it. */
export const STACK_STATE_ACTIONS = [
  'cloudformation:DescribeStacks',
  'cloudformation:DescribeChangeSet',
  'cloudformation:GetTemplate',
  'cloudformation:ListStackResources',
] as const;

const cloudFormation = lazyService(() => import('./clients/cloudformation'));

/**
 * Reads the values of the parameters, the status of the stack and what it has. With a change set only its own values count,
 * without one only those of an operation under way: at rest the stack still shows the values of the operation before.
 */
export async function readStackState(asked: StackQuestion, terms: SessionTerms): Promise<StackState> {
  const session = accountSession(terms);
  const { stackId, changeSetId } = asked;
  const unread: string[] = [];
  const orUnread = <Result>(read: Promise<Result>): Promise<Result | undefined> =>
    read.catch((error: unknown) => {
      unread.push(callFailure('cloudformation', error).message);
      return undefined;
    });
  const [stack, changeSet, deployed, deployedTemplate] = await Promise.all([
    stackId === undefined ? undefined : describeStack(stackId, session),
    changeSetId === undefined ? undefined : describeChangeSet(changeSetId, session),
    stackId === undefined ? undefined : orUnread(deployedResources(stackId, session)),
    stackId === undefined || !asked.wantsTemplate ? undefined : orUnread(templateOf(stackId, session)),
  ]);
  return {
    ...toldBy(stack, changeSet),
    status: stack?.status,
    isNested: stack?.isNested === true,
    deployed,
    deployedTemplate,
    unread,
  };
}

type Told = Pick<StackState, 'parameters' | 'storedValues' | 'tags' | 'imported'>;

function toldBy(stack: StackDescription | undefined, changeSet: ChangeSetDescription | undefined): Told {
  if (changeSet !== undefined) {
    const { parameters, tags, imported } = changeSet;
    return { ...valuesOf(parameters), tags: tagsOf(tags), imported };
  }
  const current = stack?.status?.endsWith('_IN_PROGRESS') === true ? stack.parameters : [];
  return { ...valuesOf(current), tags: tagsOf(stack?.tags ?? []), imported: new Map() };
}

interface Description {
  readonly parameters: readonly Parameter[];
  readonly tags: readonly Tag[];
}
interface StackDescription extends Description {
  readonly status: string | undefined;
  readonly isNested: boolean;
}

async function describeStack(StackName: string, { call, place }: AccountSession): Promise<StackDescription> {
  const { client, DescribeStacksCommand } = await cloudFormation(place.region);
  const { Stacks } = await call('cloudformation:DescribeStacks', (options) =>
    client.send(new DescribeStacksCommand({ StackName }), options),
  );
  const [stack] = Stacks ?? [];
  const { Parameters = [], Tags = [], StackStatus: status, ParentId } = stack ?? {};
  return { parameters: Parameters, tags: Tags, status, isNested: ParentId !== undefined };
}

interface ChangeSetDescription extends Description {
  readonly imported: StackState['imported'];
}

async function describeChangeSet(ChangeSetName: string, session: AccountSession): Promise<ChangeSetDescription> {
  const { client, DescribeChangeSetCommand } = await cloudFormation(session.place.region);
  const imported = new Map<string, string>();
  const page = (NextToken?: string) =>
    session.call('cloudformation:DescribeChangeSet', (options) =>
      client.send(new DescribeChangeSetCommand({ ChangeSetName, NextToken }), options),
    );
  const first = await page();
  for (let next = first; ; next = await page(next.NextToken)) {
    for (const [logicalId, physicalId] of (next.Changes ?? []).flatMap(importOf)) imported.set(logicalId, physicalId);
    if (next.NextToken === undefined) break;
  }
  return { parameters: first.Parameters ?? [], tags: first.Tags ?? [], imported };
}

function importOf({ ResourceChange }: Change): readonly (readonly [string, string])[] {
  const { Action, LogicalResourceId: logicalId, PhysicalResourceId: physicalId } = ResourceChange ?? {};
  return Action === 'Import' && logicalId !== undefined && physicalId !== undefined ? [[logicalId, physicalId]] : [];
}

async function templateOf(StackName: string, { call, place }: AccountSession): Promise<string | undefined> {
  const { client, GetTemplateCommand } = await cloudFormation(place.region);
  const request = new GetTemplateCommand({ StackName, TemplateStage: 'Original' });
  // AWS: a stack that only a change set will create has no template.
  const answer = await orAbsent(call('cloudformation:GetTemplate', (options) => client.send(request, options)));
  return answer?.TemplateBody;
}

async function deployedResources(StackName: string, session: AccountSession): Promise<ReadonlyMap<string, string>> {
  const { client, ListStackResourcesCommand } = await cloudFormation(session.place.region);
  const physicalIds = new Map<string, string>();
  let NextToken: string | undefined;
  do {
    const request = new ListStackResourcesCommand({ StackName, NextToken });
    // AWS: a stack that is being created may have no resources to list yet.
    const page = await orAbsent(
      session.call('cloudformation:ListStackResources', (options) => client.send(request, options)),
    );
    for (const { LogicalResourceId, PhysicalResourceId, ResourceStatus } of page?.StackResourceSummaries ?? []) {
      const isGone = ResourceStatus === 'DELETE_COMPLETE' || ResourceStatus === 'CREATE_FAILED';
      if (LogicalResourceId !== undefined && PhysicalResourceId !== undefined && !isGone)
        physicalIds.set(LogicalResourceId, PhysicalResourceId);
    }
    NextToken = page?.NextToken;
  } while (NextToken !== undefined);
  return physicalIds;
}

function tagsOf(tags: readonly Tag[]): ReadonlyMap<string, string> {
  return new Map(tags.flatMap(({ Key, Value }) => (Key === undefined || Value === undefined ? [] : [[Key, Value]])));
}

// AWS: of a parameter that names an SSM parameter, the value is the path and the resolved value what is stored there.
function valuesOf(parameters: readonly Parameter[]): Pick<StackState, 'parameters' | 'storedValues'> {
  const values = new Map<string, string>();
  const storedValues = new Map<string, string>();
  for (const { ParameterKey, ParameterValue, ResolvedValue } of parameters) {
    if (ParameterKey === undefined || ParameterValue === undefined) continue;
    values.set(ParameterKey, ParameterValue);
    if (ResolvedValue !== undefined) storedValues.set(ParameterValue, ResolvedValue);
  }
  return { parameters: values, storedValues };
}
