import {
  DescribePolicyCommand,
  ListParentsCommand,
  ListPoliciesForTargetCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';

/** One level of the organisation: a root or a unit, with the service control policies attached to it. */
export interface Guardrail {
  readonly target: string;
  readonly policies: readonly { readonly name: string; readonly document: unknown }[];
}

// AWS: Organizations answers in one region of each partition only.
const organizations = new OrganizationsClient({ region: 'us-east-1' });

/** The service control policies above the accounts of a unit, from the root down. */
export async function readGuardrails(unit: string): Promise<readonly Guardrail[]> {
  const above: readonly Guardrail[] = unit.startsWith('r-') ? [] : await readGuardrails(await parentOf(unit));
  const Filter = 'SERVICE_CONTROL_POLICY';
  const policies: { readonly name: string; readonly document: unknown }[] = [];
  let NextToken: string | undefined;
  do {
    const page = await organizations.send(new ListPoliciesForTargetCommand({ TargetId: unit, Filter, NextToken }));
    for (const { Id } of page.Policies ?? []) {
      const { Policy } = await organizations.send(new DescribePolicyCommand({ PolicyId: Id }));
      const name = `${Policy?.PolicySummary?.Name ?? ''} (${Id ?? ''})`;
      policies.push({ name, document: JSON.parse(Policy?.Content ?? 'null') as unknown });
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return [...above, { target: unit, policies }];
}

async function parentOf(ChildId: string): Promise<string> {
  const { Parents } = await organizations.send(new ListParentsCommand({ ChildId }));
  const parent = Parents?.[0]?.Id;
  if (parent === undefined) throw new Error(`${ChildId} has no parent`);
  return parent;
}
