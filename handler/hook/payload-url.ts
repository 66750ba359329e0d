import { GateError } from './gate-error';

const LONGEST_URL = 16_384;
const LONGEST_HOST = 253;
// [bucket.]s3[-fips][.dualstack][.region or -region].amazonaws.com[.cn]; websites, access points and others are not.
const S3_HOST =
  /^(?:[a-z0-9][a-z0-9.-]{1,62}\.)?s3(?:-fips)?(?:\.dualstack)?(?:[.-][a-z]{2}(?:-[a-z]+){1,3}-\d{1,2})?\.amazonaws\.com(?:\.cn)?$/;

/**
 * The URL, if it is one that CloudFormation may have presigned: HTTPS, an S3 host, nothing smuggled in.
 * Without this check an invoker could make the function fetch from anywhere in its network.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/s3.html
 */
export function s3Url(text: string): URL {
  const url = text.length <= LONGEST_URL && URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) throw refused('it is not a URL');
  if (url.protocol !== 'https:') throw refused('it is not https');
  if (url.username !== '' || url.password !== '') throw refused('it names a user');
  if (url.port !== '') throw refused('it names a port');
  if (url.hostname.length > LONGEST_HOST || !S3_HOST.test(url.hostname)) throw refused('its host is not of Amazon S3');
  return url;
}

function refused(why: string): GateError {
  return new GateError('payload-url-refused', `the payload URL was not followed: ${why}`);
}
