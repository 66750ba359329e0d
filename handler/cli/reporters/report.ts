import type { Judgement } from '#core/verdict/judgement';

/** Everything a reporter may show; it adds nothing of its own. */
export interface Report {
  readonly judgements: readonly Judgement[];
  /** Levels that make the command fail. */
  readonly failingLevels: readonly string[];
  /** True only if the reader sees a terminal with colours. */
  readonly colour: boolean;
}

/** Answers the whole text of the report. */
export type Reporter = (report: Report) => string;
