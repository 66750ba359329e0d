import data from '#schema/aws/sam-managed-policies.json';
import type { TemplateNode } from '#core/template/node';
import { once } from '#core/value/once';
import { draftNode } from '../draft';
import { isScalar, stringOf } from '../node-reading';
import { managedPolicyArn, type Workspace } from './workspace';

interface KnownPolicy {
  readonly path: string;
  readonly partitions: string;
}

const policyByName = once(
  () =>
    new Map<string, KnownPolicy>(
      Object.entries(data.partitionsByPath).map(([path, partitions]) => [
        path.slice(path.lastIndexOf('/') + 1),
        { path, partitions },
      ]),
    ),
);

const PARTITION_LETTER: ReadonlyMap<string, string> = new Map([
  ['aws', 'a'],
  ['aws-cn', 'c'],
  ['aws-us-gov', 'g'],
  ['aws-eusc', 'e'],
]);

/** The ARN for a name that SAM knows. AWS: any other text is passed on as it is, a misspelt name included, and fails while deploying. */
export function managedPolicy(workspace: Workspace, policy: TemplateNode): TemplateNode {
  const name = isScalar(policy) ? stringOf(policy) : undefined;
  const known = name === undefined ? undefined : policyByName().get(name);
  const letter = PARTITION_LETTER.get(workspace.partition);
  if (known === undefined || (letter !== undefined && !known.partitions.includes(letter))) return policy;
  return draftNode(managedPolicyArn(workspace, known.path), policy);
}
