import { globOfTokens, wildcardTokens, type Glob } from '#core/value/glob';
import { literalOf } from '#core/value/text';
import { foldText, matchGlob } from '#core/value/text-match';
import { not, type Truth } from '#core/value/truth';
import type { ListElement } from '#core/policy/document';
import type { Evaluation } from './evaluation';
import { noteTokenHoles } from './note-holes';

/** `Action` or `NotAction`, made ready. */
export interface ActionMatcher {
  readonly negated: boolean;
  readonly exact: ReadonlySet<string>;
  readonly globs: readonly Glob[];
}

export function actionMatcher(element: ListElement): ActionMatcher {
  const exact = new Set<string>();
  const globs: Glob[] = [];
  for (const { text } of element.patterns) {
    const glob = globOfTokens(wildcardTokens(foldText(text)));
    if (glob.exact !== undefined) exact.add(glob.exact);
    else if (isAction(literalOf(text))) globs.push(glob);
  }
  return { negated: element.negated, exact, globs };
}

/** AWS: the service of an action holds no wildcard, unless it is nothing else; what is not known may be an action. */
function isAction(pattern: string | undefined): boolean {
  if (pattern === undefined) return true;
  const service = pattern.slice(0, pattern.indexOf(':'));
  if (!pattern.includes(':')) return !/[^*]/.test(pattern);
  return pattern === '*:*' || !/[*?]/.test(service);
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html */
export function matchAction(matcher: ActionMatcher, evaluation: Evaluation): Truth {
  const listed = isListed(matcher, evaluation);
  return matcher.negated ? not(listed) : listed;
}

function isListed({ exact, globs }: ActionMatcher, evaluation: Evaluation): Truth {
  if (exact.has(evaluation.action)) return 'yes';
  let result: Truth = 'no';
  for (const glob of globs) {
    const truth = matchGlob(glob, [evaluation.action]);
    if (truth === 'yes') return 'yes';
    if (truth === 'no') continue;
    noteTokenHoles(glob.tokens, evaluation);
    result = 'unknown';
  }
  return result;
}
