import type { Facts } from '#core/facts/facts';
import type { Judgement, Proposal } from '#core/verdict/judgement';
import type { Settings } from '#core/verdict/settings';

export function judge(proposal: Proposal, facts: Facts, settings: Settings): Judgement {
  void facts;
  void settings;
  return {
    template: proposal.name,
    verdict: 'inconclusive',
    counts: { needs: 0, allowed: 0, denied: 0, unknown: 0 },
    findings: [],
    accepted: [],
    problems: [],
    wantedFacts: [],
  };
}
