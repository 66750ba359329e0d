/** The addresses of a CIDR block. */
interface IpRange {
  readonly address: bigint;
  readonly bits: 32 | 128;
  readonly prefix: number;
}

/** An address without `/n` is a block of one. */
export function parseIpRange(text: string): IpRange | undefined {
  const [host = '', length, ...more] = text.split('/');
  const address = host.includes(':') ? parseV6(host) : parseV4(host);
  if (address === undefined || more.length > 0) return undefined;
  const bits = host.includes(':') ? 128 : 32;
  if (length === undefined) return { address, bits, prefix: bits };
  if (!/^\d{1,3}$/.test(length) || Number(length) > bits) return undefined;
  return { address, bits, prefix: Number(length) };
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
  const [left = '', right, ...more] = text.split('::');
  if (more.length > 0) return undefined;
  const head = groupsOf(left);
  const tail = right === undefined ? [] : groupsOf(right);
  if (head === undefined || tail === undefined) return undefined;
  const missing = GROUPS - head.length - tail.length;
  if (right === undefined ? missing !== 0 : missing < 1) return undefined;
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
