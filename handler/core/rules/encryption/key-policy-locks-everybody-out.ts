import type { Key, StackModel } from '#core/model/stack-model';
import type { Statement } from '#core/policy/document';
import { literalOf } from '#core/value/text';
import { at, textOfValue } from '#core/value/value';
import type { Fault } from '../need';
import { defineFaultRule } from '../rule';

const id = 'key-policy-locks-everybody-out';

export const keyPolicyLocksEverybodyOut = defineFaultRule({
  id,
  family: 'encryption',
  catalogue: ['F-KEYPOLICY'],
  title: 'Somebody can change the key policy',
  why: 'A key belongs to nobody but its policy: policies of IAM count only if a statement names the account. KMS refuses a policy that would let nobody change it again.',
  fix: 'Add the statement that lets the account’s own policies count: principal `arn:aws:iam::<account>:root`, action kms:*, resource `*`.',
  breaks: 'deploy',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html'],
  faults: (model) => model.keys.flatMap((key) => lockOut(key, model)),
});

function lockOut(key: Key, model: StackModel): readonly Fault[] {
  const resource = model.lookup.all.get(key.logicalId ?? '');
  const written = at(resource?.properties, 'KeyPolicy');
  if (resource === undefined || written === undefined || isBypassed(at(resource.properties, BYPASS))) return [];
  const { policies, unknowns } = key.policy;
  const isOpen = unknowns.length > 0 || policies.some((policy) => policy.unknowns.length > 0);
  if (isOpen || policies.some(({ statements }) => statements.some(mayLetSomebodyChangeIt))) return [];
  return [
    {
      rule: id,
      function: undefined,
      logicalId: resource.logicalId,
      message: `no statement of the key policy of \`${resource.logicalId}\` lets anybody change it, and KMS rejects such a key`,
      origin: written.origin,
      evidence: { kind: 'wired', message: 'it is the whole key policy', origin: written.origin },
      action: 'kms:PutKeyPolicy',
      resource: { arn: key.arn, account: model.place.account, logicalId: resource.logicalId },
    },
  ];
}

const BYPASS = 'BypassPolicyLockoutSafetyCheck';

function isBypassed(value: ReturnType<typeof at>): boolean {
  return value !== undefined && literalOf(textOfValue(value) ?? []) !== 'false';
}

/** Whoever is no service, and any action that may stand for changing the policy. */
function mayLetSomebodyChangeIt({ effect, principals, actions, unknowns }: Statement): boolean {
  if (effect === 'Deny') return false;
  if (unknowns.length > 0 || principals?.negated === true || actions?.negated === true) return true;
  const isForSomebody = principals?.principals.some(({ type }) => type !== 'Service') === true;
  return isForSomebody && actions?.patterns.some(({ text }) => mayMeanPutKeyPolicy(literalOf(text))) === true;
}

function mayMeanPutKeyPolicy(action: string | undefined): boolean {
  const written = action?.toLowerCase();
  return written === undefined || written === 'kms:putkeypolicy' || /[*?]/.test(written);
}
