import type { CloudFormationClient, Parameter } from '@aws-sdk/client-cloudformation';

/** What CloudFormation itself knows of the deployment beside the template. */
export interface StackState {
  readonly parameters: ReadonlyMap<string, string>;
  /** What the SSM parameters hold that those parameters name, by their path. */
  readonly storedValues: ReadonlyMap<string, string>;
  /** `CREATE_IN_PROGRESS`, `UPDATE_ROLLBACK_IN_PROGRESS`, …; absent if it could not be read. */
  readonly status: string | undefined;
}
export interface StackIds {
  readonly stackId: string | undefined;
  readonly changeSetId: string | undefined;
}

/** What the reader below calls; the role of the function is made from it. */
export const STACK_STATE_ACTIONS = ['cloudformation:DescribeStacks', 'cloudformation:DescribeChangeSet'] as const;

/**
 * Reads the values of the parameters and the status of the stack. With a change set only its own values count, without
 * one only those of an operation under way: at rest the stack still shows the values of the operation before.
 */
export async function readStackState(ids: StackIds, abortSignal: AbortSignal): Promise<StackState> {
  const [stack, changeSet] = await Promise.all([
    ids.stackId === undefined ? undefined : describeStack(ids.stackId, abortSignal),
    ids.changeSetId === undefined ? undefined : describeChangeSet(ids.changeSetId, abortSignal),
  ]);
  const current = stack?.status?.endsWith('_IN_PROGRESS') === true ? stack.parameters : [];
  return { ...valuesOf(changeSet ?? current), status: stack?.status };
}

interface StackDescription {
  readonly parameters: readonly Parameter[];
  readonly status: string | undefined;
}

async function describeStack(stackId: string, abortSignal: AbortSignal): Promise<StackDescription> {
  const [{ DescribeStacksCommand }, client] = await Promise.all([clients(), cloudFormation()]);
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stackId }), { abortSignal });
  return { parameters: Stacks?.[0]?.Parameters ?? [], status: Stacks?.[0]?.StackStatus };
}

async function describeChangeSet(id: string, abortSignal: AbortSignal): Promise<readonly Parameter[]> {
  const [{ DescribeChangeSetCommand }, client] = await Promise.all([clients(), cloudFormation()]);
  const { Parameters } = await client.send(new DescribeChangeSetCommand({ ChangeSetName: id }), { abortSignal });
  return Parameters ?? [];
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

const clients = () => import('./clients/cloudformation');

let client: Promise<CloudFormationClient> | undefined;
function cloudFormation(): Promise<CloudFormationClient> {
  client ??= clients().then(
    ({ CloudFormationClient }) =>
      new CloudFormationClient({
        maxAttempts: 2,
        requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000 },
      }),
  );
  return client;
}
