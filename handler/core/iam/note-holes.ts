import type { GlobToken } from '#core/value/glob';
import { openHoles } from '#core/value/partial-match';
import { holesOf, type Text } from '#core/value/text';
import type { Evaluation } from './evaluation';

/** Says which unknown parts left a comparison open. */
export function noteHoles(texts: readonly Text[], evaluation: Evaluation): void {
  if (evaluation.note === undefined) return;
  for (const { reason } of texts.flatMap(holesOf)) evaluation.note(reason);
}

/** Says which unknown parts a comparison hangs on; what is the same in both does not matter. */
export function noteOpenHoles(tokens: readonly GlobToken[], text: Text, evaluation: Evaluation): void {
  if (evaluation.note === undefined) return;
  for (const { reason } of openHoles(tokens, text)) evaluation.note(reason);
}

export function noteTokenHoles(tokens: readonly GlobToken[], evaluation: Evaluation): void {
  if (evaluation.note === undefined) return;
  for (const token of tokens) if (token.kind === 'hole') evaluation.note(token.hole.reason);
}
