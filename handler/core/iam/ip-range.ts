/** The addresses of a CIDR block. */
interface IpRange {
  readonly address: bigint;
  readonly bits: 32 | 128;
  readonly prefix: number;
}

/** An address without `/n` is a block of one. */
export function parseIpRange(text: string): IpRange | undefined {
  const slash = text.indexOf('/');
  const host = slash < 0 ? text : text.slice(0, slash);
  const address = host.includes(':') ? parseV6(host) : parseV4(host);
  if (address === undefined) return undefined;
  const bits = host.includes(':') ? 128 : 32;
  if (slash < 0) return { address, bits, prefix: bits };
  const length = text.slice(slash + 1);
  return /^\d{1,3}$/.test(length) && Number(length) <= bits ? { address, bits, prefix: Number(length) } : undefined;
}

export function rangeContains(range: IpRange, other: IpRange): boolean {
  if (range.bits !== other.bits || other.prefix < range.prefix) return false;
  const shift = BigInt(range.bits - range.prefix);
  return range.address >> shift === other.address >> shift;
}

function parseV4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined;
  return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

const GROUPS = 8;

function parseV6(text: string): bigint | undefined {
  const gap = text.indexOf('::');
  const head = groupsOf(gap < 0 ? text : text.slice(0, gap));
  const tail = gap < 0 ? [] : groupsOf(text.slice(gap + 2));
  if (head === undefined || tail === undefined) return undefined;
  const missing = GROUPS - head.length - tail.length;
  if (gap < 0 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => 0n), ...tail];
  return groups.reduce((sum, group) => sum * 65536n + group, 0n);
}

function groupsOf(text: string): readonly bigint[] | undefined {
  if (text === '') return [];
  const groups = text.split(':');
  return groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))
    ? groups.map((group) => BigInt(`0x${group}`))
    : undefined;
}
