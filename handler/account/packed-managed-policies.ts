import type { Fact, Facts } from '#core/facts/facts';
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inflateRawSync } from 'node:zlib';

const MANAGED_POLICY_KEY = /^managed-policy:arn:([a-z-]+):iam::aws:policy\/(.+)$/u;

/**
 * The policies that AWS manages, from the data packed into `folder`; nothing is read before the first is asked for.
 * A policy that is not in the data is not known, never absent: AWS adds policies every week.
 */
export function managedPolicyFacts(folder: string | URL): Facts {
  const base = folder instanceof URL ? fileURLToPath(folder) : folder;
  const factByKey = new Map<string, Fact | undefined>();
  let index: Index | undefined;
  const read = (key: string): Fact | undefined => {
    const [, partition, name] = MANAGED_POLICY_KEY.exec(key) ?? [];
    if (partition === undefined || name === undefined) return undefined;
    index ??= readIndex(`${base}/managed-policies.json`);
    const place = Object.hasOwn(index, name) ? index[name] : undefined;
    return place && statementsFact(readPacked(`${base}/managed-policies.bin`, place), partition);
  };
  return {
    get: (key) => {
      if (!factByKey.has(key)) factByKey.set(key, read(key));
      return factByKey.get(key);
    },
  };
}

type Place = readonly [offset: number, length: number];
/** As it is in the file: making a map of it takes longer than all the look-ups of a run. */
type Index = Readonly<Record<string, Place>>;

function readIndex(path: string): Index {
  const document: unknown = JSON.parse(readFileSync(path, 'utf8'));
  return isIndexed(document) ? document.index : {};
}

function isIndexed(document: unknown): document is { readonly index: Index } {
  return typeof document === 'object' && document !== null && 'index' in document;
}

function readPacked(path: string, [offset, length]: Place): string {
  const packed = Buffer.allocUnsafe(length);
  const file = openSync(path, 'r');
  try {
    readSync(file, packed, 0, length, offset);
  } finally {
    closeSync(file);
  }
  return inflateRawSync(packed).toString('utf8');
}

/** AWS: the policies of other partitions name their own ARNs, which the data (taken from `aws`) does not have. */
function statementsFact(statements: string, partition: string): Fact | undefined {
  if (partition !== 'aws' && statements.includes('arn:aws:')) return undefined;
  const statement: unknown = JSON.parse(statements);
  return { status: 'found', value: { Version: '2012-10-17', Statement: statement } };
}
