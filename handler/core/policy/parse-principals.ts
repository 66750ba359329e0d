import { hole, literalOf, type Text } from '#core/value/text';
import { itemsOf, textOfValue, type Value } from '#core/value/value';
import type { PrincipalElement, PrincipalPattern } from './document';
import { reject, type ElementValue, type ParseFindings } from './parse-findings';

const TYPES = ['AWS', 'Service', 'Federated', 'CanonicalUser'] as const;

/**
 * Reads `Principal` or `NotPrincipal`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function parsePrincipals({ value, negated }: ElementValue, found: ParseFindings): PrincipalElement {
  if (value.kind !== 'map') return { negated, principals: [parseUntyped(value, found)] };
  if (value.open !== undefined) found.unknowns.push(value.open);
  const principals = [...value.entries].flatMap(([key, given]) => {
    const type = TYPES.find((known) => known === key);
    if (type === undefined) {
      const problem = { message: `\`${key}\` is no type of principal`, origin: given.origin };
      reject(found, problem);
      return [{ type: 'unknown' as const, text: unreadable(problem.message), origin: given.origin }];
    }
    return parseTyped(given, type, found);
  });
  return { negated, principals };
}

/** Only `"*"` may stand without a type; a bare ARN is rejected by AWS. */
function parseUntyped(value: Value, found: ParseFindings): PrincipalPattern {
  const text = textOfValue(value);
  const { origin } = value;
  if (text !== undefined && literalOf(text) === '*') return { type: 'any', text, origin };
  if (text === undefined || literalOf(text) !== undefined)
    reject(found, { message: 'a principal must be `"*"` or name its type, as in `{"AWS": …}`', origin });
  return { type: 'unknown', text: text ?? unreadable('its principal is not readable'), origin };
}

function parseTyped(value: Value, type: (typeof TYPES)[number], found: ParseFindings): PrincipalPattern[] {
  return itemsOf(value).map((item) => ({ type, text: principalText(item, found), origin: item.origin }));
}

function principalText(item: Value, found: ParseFindings): Text {
  const text = textOfValue(item);
  if (text !== undefined) return text;
  const problem = { message: 'a principal must be a string', origin: item.origin };
  reject(found, problem);
  return unreadable(problem.message);
}

function unreadable(detail: string): Text {
  return [hole('unreadable principal', { kind: 'statement-unreadable', detail })];
}
