import type { Facts } from '#core/facts/facts';
import { resolveTemplate } from '#core/intrinsics/resolve-template';
import { toldValues } from '#core/intrinsics/told-values';
import { Documents } from '#core/stacks/documents';
import { openStack } from '#core/stacks/processed-template';
import type { Proposal } from '#core/verdict/judgement';

export interface ToldProposal {
  readonly proposal: Proposal;
  readonly facts: Facts;
}

/** What a change set tells of values that its template leaves open holds for the template before, too. */
export function withTold(proposal: Proposal, facts: Facts): ToldProposal {
  const { name, text, environment } = proposal;
  const { told } = environment;
  if (told === undefined || told.size === 0) return { proposal, facts };
  const documents = new Documents();
  const { stack } = openStack({ name, text, environment }, { facts, documents, files: proposal.files ?? new Map() });
  if (stack === undefined) return { proposal, facts };
  const values = toldValues(resolveTemplate(stack.root, stack.environment, facts), told);
  const parameters = new Map([...values.parameters, ...environment.parameters]);
  return {
    proposal: { ...proposal, environment: { ...environment, parameters } },
    facts: { get: (key) => values.facts.get(key) ?? facts.get(key) },
  };
}
