import type { Resource } from '#core/model/stack-model';
import { literalOf, showText, type Text } from '#core/value/text';

/**
 * The resource that a text is about, though it may not be its ARN: a grant on a name, on another region's ARN, on the
 * logical id as if it were the name. What it is about is the intention; whether it has any effect IAM decides.
 */
export function resourceMeant(text: Text, candidates: readonly Resource[]): Resource | undefined {
  const shown = showText(text);
  return (
    candidates.find(
      (each) => each.arn !== undefined && shown.startsWith(showText(each.arn)) && endsCleanly(shown, each.arn),
    ) ??
    candidates.find((each) => hasHole(each.ref) && shown.includes(showText(each.ref))) ??
    candidates.find((each) => lastName(shown) === showText(each.ref)) ??
    candidates.find((each) => hasHole(each.ref) && literalOf(text) !== '*' && lastName(shown) === each.logicalId)
  );
}

/** The text only shares the logical id of a resource whose name it cannot be: something of that name may exist elsewhere. */
export function isMeantByLogicalId(text: Text, resource: Resource): boolean {
  return !showText(text).includes(showText(resource.ref)) && lastName(showText(text)) === resource.logicalId;
}

/** The resource that an ARN is of or lies in: an index of a table, an object of a bucket. */
export function resourceHolding(arn: Text, candidates: Iterable<Resource>): Resource | undefined {
  const shown = showText(arn);
  for (const each of candidates) {
    const own = each.arn === undefined ? '' : showText(each.arn);
    if (own !== '' && (shown === own || shown.startsWith(`${own}/`))) return each;
  }
  return undefined;
}

/** `orders-dlq` is not about `orders`: after the ARN comes nothing, a separator or a wildcard. */
function endsCleanly(shown: string, arn: Text): boolean {
  const next = shown.charAt(showText(arn).length);
  return next === '' || next === ':' || next === '/' || next === '*';
}

function hasHole(text: Text): boolean {
  return literalOf(text) === undefined;
}

function lastName(shown: string): string {
  return shown.slice(Math.max(shown.lastIndexOf(':'), shown.lastIndexOf('/')) + 1);
}
