import type { GlobToken } from '#core/value/glob';
import { holesOf, type Text } from '#core/value/text';
import type { Evaluation } from './evaluation';

/** Says which unknown parts left a comparison open. */
export function noteHoles(texts: readonly Text[], evaluation: Evaluation): void {
  if (evaluation.note === undefined) return;
  for (const { reason } of texts.flatMap(holesOf)) evaluation.note(reason);
}

export function noteTokenHoles(tokens: readonly GlobToken[], evaluation: Evaluation): void {
  if (evaluation.note === undefined) return;
  for (const token of tokens) if (token.kind === 'hole') evaluation.note(token.hole.reason);
}
