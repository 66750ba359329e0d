import type { Judgement } from '#core/verdict/judgement';
import type { Settings } from '#core/verdict/settings';

/** What of the settings is about nothing in a whole run; of one template alone that would be no news. */
export function idleAcceptances(judgements: readonly Judgement[], { accepted }: Settings): readonly string[] {
  // What ended is said with the finding that it no longer covers.
  const keys = judgements.flatMap(({ accepted: covered, findings }) => [...covered, ...findings].map(({ key }) => key));
  return accepted.filter(({ id }) => !keys.some((key) => isOf(key, id))).map(({ id }) => id);
}

/** INVARIANT: the key of a finding begins with the rule's id and a slash. */
function isOf(key: string, id: string): boolean {
  return key === id || key.startsWith(`${id}/`);
}
