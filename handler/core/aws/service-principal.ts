import { literalOf, textOf, type Text } from '#core/value/text';
import { matchText, sameText } from '#core/value/text-match';
import type { Truth } from '#core/value/truth';

const SUFFIX = '.amazonaws.com';

/**
 * Are two service principals the same? `logs.amazonaws.com` and `logs.eu-west-1.amazonaws.com` may be: which name a service
 * uses where is not documented for most.
 */
export function sameService(left: Text, right: Text): Truth {
  const same = sameText(left, right);
  if (isChineseFormOf(left, right) || isChineseFormOf(right, left)) return 'unknown';
  if (same === 'yes' || !(isRegionalFormOf(left, right) || isRegionalFormOf(right, left))) return same;
  return [left, right].some((name) => EITHER_NAME.has(literalOf(name) ?? '')) ? 'yes' : 'unknown';
}

/**
 * AWS: CloudWatch Logs is known by both names; its older pages have the region in it.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
 */
const EITHER_NAME: ReadonlySet<string> = new Set([`logs${SUFFIX}`]);

function isRegionalFormOf(regional: Text, global: Text): boolean {
  const name = literalOf(global);
  if (name?.endsWith(SUFFIX) !== true) return false;
  const service = name.slice(0, -SUFFIX.length);
  if (service.includes('.') || matchText([`${service}.*${SUFFIX}`], regional) === 'no') return false;
  const literal = literalOf(regional);
  return literal === undefined || /^[a-z]+(-[a-z]+)+-\d+$/.test(literal.slice(service.length + 1, -SUFFIX.length));
}

/** AWS: in China some services are known by names that end in `.cn`, some without, and some by both; no page lists them. */
function isChineseFormOf(chinese: Text, global: Text): boolean {
  const [end, own] = [global.at(-1), chinese.at(-1)];
  if (typeof end !== 'string' || !end.endsWith(SUFFIX) || typeof own !== 'string' || !own.endsWith('.cn')) return false;
  return sameText(chinese, textOf(global, '.cn')) !== 'no';
}
