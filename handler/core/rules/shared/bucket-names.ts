import { knownAction } from '#core/aws/actions';
import { anyOf } from './any-of';
import { holesOf, showText, splitText, type Text } from '#core/value/text';

/** `arn:aws:s3:::name` or `arn:aws:s3:::name/…`: one bucket, not a pattern over many, and not an access point. */
export function namesOneBucket(text: Text): boolean {
  const shown = showText(beforeSlash(text));
  return isBucketArn(text) && !shown.includes('*') && !shown.includes('?');
}

function isBucketArn(text: Text): boolean {
  return /^arn:[^:]+:s3:::/.test(showText(text));
}

export function beforeSlash(text: Text): Text {
  return splitText(text, '/')[0] ?? text;
}

/** The ARN of the bucket in that of its objects; of a pattern over many buckets any one. */
export function bucketIn(pattern: Text): Text {
  return anyOf(beforeSlash(pattern));
}

/** A grant on the bucket for what is done to objects, or the other way round: it can never have an effect. */
export function isOfOtherKind(pattern: Text, action: string): boolean {
  const types = knownAction(action)?.resourceTypes ?? [];
  const hasObject = splitText(pattern, '/').length > 1;
  if (types.includes('object')) return !hasObject && namesOneBucket(pattern) && endsAtName(pattern);
  return types.includes('bucket') && hasObject && isBucketArn(pattern);
}

/** A value that is called a bucket holds no objects' names: AWS takes no `/` in the name of a bucket. */
function endsAtName(pattern: Text): boolean {
  return holesOf(pattern).every(({ symbol, shape }) => shape.without.includes('/') || /bucket/i.test(symbol));
}
