import { arnPatternOf, matchArn, type ArnPattern, type ArnText } from '#core/aws/arn';
import { exactTokens, wildcardTokens, type GlobToken } from '#core/value/glob';
import { mayHide, type Text } from '#core/value/text';
import { matchGlob } from '#core/value/text-match';
import { not, type Truth } from '#core/value/truth';
import type { ListElement, PolicyDocument } from '#core/policy/document';
import { hasVariable, variablePieces } from '#core/policy/policy-variable';
import { contested, type Evaluation } from './evaluation';
import { noteHoles, noteOpenHoles, noteTokenHoles } from './note-holes';
import { matcherOf, type Matcher } from './substitute-variables';

/** Where a policy stands: only principals' policies may leave parts of an ARN out. */
export type PolicySide = 'principal' | 'resource';

/** `Resource` or `NotResource`, made ready. */
export interface ResourceMatcher {
  readonly negated: boolean;
  readonly patterns: readonly Matcher<ArnText>[];
}

export function resourceMatcher(
  element: ListElement,
  version: PolicyDocument['version'],
  side: PolicySide,
): ResourceMatcher {
  const patterns = element.patterns.map(({ text }) => {
    const matcher = matcherOf<ArnText>(text, version, {
      read: wildcardTokens,
      quote: exactTokens,
      compile: (tokens) => compile(tokens, side),
    });
    return isVariableTooEarly(text, version) ? contestedUnlessNo(matcher) : matcher;
  });
  return { negated: element.negated, patterns };
}

function compile(tokens: readonly GlobToken[], side: PolicySide): Matcher<ArnText> {
  const pattern = arnPatternOf(tokens);
  if (pattern.whole.matchesAll) return () => 'yes';
  return (resource, evaluation) => {
    if (evaluation.hasNoResource) return matchNoResource(pattern, evaluation);
    const result = matchArn(pattern, resource);
    if (result === 'unknown') noteOpenParts(pattern, resource, evaluation);
    return result === 'yes' && side === 'resource' && pattern.isIncomplete && !pattern.mayHideColons
      ? contested(evaluation, 'incomplete ARN in a resource policy')
      : result;
  };
}

/** AWS: an action without a resource is allowed by `*` only; its examples also show `arn:aws:s3:::*`. */
function matchNoResource(pattern: ArnPattern, evaluation: Evaluation): Truth {
  if (matchGlob(pattern.whole, ['*']) === 'unknown') {
    noteTokenHoles(pattern.whole.tokens, evaluation);
    return 'unknown';
  }
  const rest = pattern.parts.at(-1);
  return rest?.matchesAll === true
    ? contested(evaluation, 'ARN of everything for an action that has no resource')
    : 'no';
}

/** AWS: variables may stand behind the fifth colon only; what they do before it is not documented. */
function isVariableTooEarly(text: Text, version: PolicyDocument['version']): boolean {
  if (version === '2008-10-17' || !hasVariable(text)) return false;
  let colons = 0;
  for (const piece of variablePieces(text)) {
    if (piece.kind !== 'text') return colons < 5;
    if (mayHide(piece.text, ':')) return false;
    for (const part of piece.text) colons += typeof part === 'string' ? part.split(':').length - 1 : 0;
  }
  return false;
}

function contestedUnlessNo(matcher: Matcher<ArnText>): Matcher<ArnText> {
  return (resource, evaluation) =>
    matcher(resource, evaluation) === 'no'
      ? 'no'
      : contested(evaluation, 'policy variable before the fifth colon of an ARN');
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html */
export function matchResource(matcher: ResourceMatcher, resource: ArnText, evaluation: Evaluation): Truth {
  let result: Truth = 'no';
  for (const pattern of matcher.patterns) {
    const truth = pattern(resource, evaluation);
    if (truth === 'yes') return matcher.negated ? 'no' : 'yes';
    if (truth === 'unknown') result = 'unknown';
  }
  return matcher.negated ? not(result) : result;
}

function noteOpenParts(pattern: ArnPattern, resource: ArnText, evaluation: Evaluation): void {
  if (evaluation.note === undefined) return;
  const isCut = !pattern.mayHideColons && !resource.mayHideColons;
  if (!isCut) {
    noteTokenHoles(pattern.whole.tokens, evaluation);
    noteHoles([resource.text], evaluation);
    return;
  }
  pattern.parts.forEach((glob, index) => {
    for (const part of resource.parts.slice(index, index + 1)) {
      if (matchGlob(glob, part) === 'unknown') noteOpenHoles(glob.tokens, part, evaluation);
    }
  });
}
