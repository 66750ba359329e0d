import { arnOf } from '#core/aws/arn';
import { holesOf, literalOf, showText, splitText, type Text } from '#core/value/text';
import type { Truth } from '#core/value/truth';
import { at, itemsOf, textOfValue, type Value } from '#core/value/value';
import { joinPolicySets } from './policy-sets';
import { ownerOf, POLICY_RESOURCES, policyIn, type PolicyResource } from './resource-policies';
import type { PolicySet, Resource, ResourceLookup } from './stack-model';

interface WrittenPolicy {
  readonly policy: PolicySet;
  /** Nothing stays of the policy that was there. */
  readonly isAll: boolean;
}

/** What the stack makes the policy of something that it does not make itself. */
export function policyWrittenFor(arn: Text, lookup: ResourceLookup): WrittenPolicy | undefined {
  const service = literalOf(arnOf(arn).parts[2] ?? []);
  const written = POLICY_RESOURCES.filter(({ type }) => type.split('::')[1]?.toLowerCase() === service).flatMap(
    (kind) => lookup.ofType(kind.type).flatMap((resource) => writtenIn(resource, kind, { arn, lookup })),
  );
  if (written.length === 0) return undefined;
  return { policy: joinPolicySets(written.map(({ policy }) => policy)), isAll: written.some(({ isAll }) => isAll) };
}

interface Asked {
  readonly arn: Text;
  readonly lookup: ResourceLookup;
}

function writtenIn(resource: Resource, kind: PolicyResource, { arn, lookup }: Asked): readonly WrittenPolicy[] {
  const about = itemsOf(at(resource.properties, kind.target))
    .filter((target) => ownerOf(target, kind.targetTypes, lookup) === undefined)
    .map((target) => isAbout(target, arn));
  if (about.includes('yes')) {
    const policy = policyIn(resource, kind);
    return policy === undefined ? [] : [{ policy, isAll: kind.holds === undefined }];
  }
  if (!about.includes('unknown')) return [];
  const fact = `what policy \`${resource.logicalId}\` is for`;
  return [{ policy: { policies: [], unknowns: [{ kind: 'account-state-not-read', fact }] }, isAll: false }];
}

const OF_THE_STACK: ReadonlySet<string> = new Set(['generated-name', 'attribute-known-after-deployment']);

/** Policies name what they are for by its ARN, by its name or by its URL. */
function isAbout(target: Value, arn: Text): Truth {
  const text = textOfValue(target);
  const given = literalOf(text ?? []);
  if (text === undefined || given === undefined)
    return text !== undefined && holesOf(text).every(({ reason }) => OF_THE_STACK.has(reason.kind)) ? 'no' : 'unknown';
  const name = showText(splitText(splitText(arn, ':').at(-1) ?? arn, '/').at(-1) ?? arn);
  return given === showText(arn) || given === name || given.endsWith(`/${name}`) ? 'yes' : 'no';
}
