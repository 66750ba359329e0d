import type { Resource, StackModel } from '#core/model/stack-model';
import { showText, type Text } from '#core/value/text';
import type { Value } from '#core/value/value';
import type { Need } from '../need';
import { calledUses } from './called-uses';
import { collectNeeds } from './collected-needs';
import { isPolled } from './event-source-mappings';
import { grantedElsewhere } from './granted-elsewhere';
import { grantedEvidence, grantedUses, type GrantedUse } from './granted-uses';
import { customerEncryptionOf, encryptedBy, needOfKey, throughService, type Encryption } from './used-keys';

/** Resources of one service that may be encrypted with a customer key, and what using them asks of the key. */
export interface Encrypted {
  readonly rule: string;
  readonly types: readonly string[];
  /** The property that names the key. */
  readonly key: (properties: Value) => Value | undefined;
  /** Actions of KMS that the service calls in the caller's name, by the action that leads to them. */
  readonly uses: Readonly<Record<string, readonly string[]>>;
  /** The key of the encryption context that the service sends, where it is the ARN of the resource. */
  readonly context?: string;
  /** For services whose documentation leaves in doubt how much the caller must be allowed. */
  readonly atMost?: Need['atMost'];
  /** What is outside of the stack may be from before the key, or be written with another: that a use of the key is denied may not matter. */
  readonly isDoubtfulOutside?: true;
  /** Rules of their own ask for the keys that functions need. */
  readonly onlyOtherRoles?: true;
}

const DECRYPT = ['kms:Decrypt'];
const ENCRYPT = ['kms:GenerateDataKey'];
/** For services where a sender must also be able to decrypt. */
const BOTH = [...ENCRYPT, ...DECRYPT];
export const KEY_USE = { DECRYPT, ENCRYPT, BOTH } as const;

/**
 * What customer keys must allow to roles that are meant to use what is encrypted with them: the role's policies and the key
 * policy are asked, in the name of the role.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
export function keyNeeds(encrypted: Encrypted, model: StackModel): readonly Need[] {
  const granted = Object.entries(encrypted.uses).flatMap(([through, actions]) =>
    [...grantedUses(through, model), ...grantedElsewhere(through, model)]
      .filter(({ grant }) => encrypted.onlyOtherRoles !== true || grant.function === undefined)
      .flatMap((use) => actions.flatMap((action) => grantedKeyNeed({ encrypted, use, action }, model))),
  );
  const called = encrypted.onlyOtherRoles === true ? [] : calledKeyNeeds(encrypted, model);
  const known = new Set([...granted, ...called].map(userOf));
  const referenced =
    encrypted.onlyOtherRoles === true
      ? []
      : referencedKeyNeeds(encrypted, model).filter((need) => !known.has(userOf(need)));
  return collectNeeds([...granted, ...called, ...referenced]);
}

function userOf({ principal, resource }: Need): string {
  return `${principal.kind === 'role' ? showText(principal.role.arn) : ''} ${showText(resource.arn)}`;
}

interface KeyUse {
  readonly encrypted: Encrypted;
  readonly use: GrantedUse;
  readonly action: string;
}

function grantedKeyNeed({ encrypted, use, action }: KeyUse, model: StackModel): readonly Need[] {
  const { role, function: runs } = use.grant;
  const { logicalId, arn } = use.resource;
  const resource = logicalId === undefined ? undefined : model.lookup.all.get(logicalId);
  if (arn === undefined || (logicalId !== undefined && resource === undefined) || isAskedOfPoller(use, model))
    return [];
  const encryption = customerKeyOf({ arn, resource }, encrypted, model);
  if (encryption === undefined) return [];
  const isDoubtful = use.isDoubtful || (resource === undefined && encrypted.isDoubtfulOutside === true);
  return [
    {
      rule: encrypted.rule,
      principal: { kind: 'role', role, by: runs === undefined ? 'other-service' : 'function-code' },
      action,
      ...needOfKey(encryption.key, model),
      context: contextOf(encrypted, arn, model),
      evidence: [grantedEvidence(use), encryptedBy('granted', encryption)],
      function: runs,
      atMost: isDoubtful ? 'warn' : encrypted.atMost,
    },
  ];
}

function calledKeyNeeds(encrypted: Encrypted, model: StackModel): readonly Need[] {
  const uses = new Map(Object.entries(encrypted.uses));
  return calledUses(model).flatMap(({ function: lambda, action: through, resource, evidence }) => {
    const encryption = customerKeyOf({ arn: resource.arn ?? resource.ref, resource }, encrypted, model);
    if (encryption === undefined) return [];
    return (uses.get(through) ?? []).map((action) => ({
      rule: encrypted.rule,
      principal: { kind: 'role', role: lambda.role, by: 'function-code' } as const,
      action,
      ...needOfKey(encryption.key, model),
      context: contextOf(encrypted, resource.arn, model),
      evidence: [evidence, encryptedBy('called', encryption)] as const,
      function: lambda,
      atMost: encrypted.atMost,
    }));
  });
}

/** Where only an environment variable names the resource, being able to encrypt or to decrypt is enough. */
function referencedKeyNeeds(encrypted: Encrypted, model: StackModel): readonly Need[] {
  return model.environmentReferences.flatMap(({ function: lambda, resource, variable, isWhole, origin }) => {
    const thing = { arn: resource.arn ?? resource.ref, resource };
    const encryption = isWhole ? customerKeyOf(thing, encrypted, model) : undefined;
    if (encryption === undefined) return [];
    const message = `environment variable \`${variable}\` of \`${lambda.logicalId}\` names \`${resource.logicalId}\``;
    return [
      {
        rule: encrypted.rule,
        principal: { kind: 'role', role: lambda.role, by: 'function-code' } as const,
        action: 'kms:Decrypt',
        orActions: ENCRYPT,
        ...needOfKey(encryption.key, model),
        context: contextOf(encrypted, resource.arn, model),
        evidence: [{ kind: 'referenced', message, origin }, encryptedBy('referenced', encryption)] as const,
        function: lambda,
      },
    ];
  });
}

/** Reading what Lambda polls for the function is asked for by a rule of its own. */
function isAskedOfPoller({ grant, action, resource }: GrantedUse, model: StackModel): boolean {
  return /^(sqs:Receive|kinesis:Get)/.test(action) && isPolled(grant.role, resource, model);
}

interface Thing {
  readonly arn: Text;
  readonly resource: Resource | undefined;
}

function customerKeyOf({ arn, resource }: Thing, { types, key }: Encrypted, model: StackModel): Encryption | undefined {
  if (resource !== undefined && !types.includes(resource.type)) return undefined;
  return customerEncryptionOf({ arn, resource, setting: ({ properties }) => key(properties) }, model);
}

function contextOf(encrypted: Encrypted, arn: Text | undefined, model: StackModel): ReadonlyMap<string, Text> {
  const [type = ''] = Object.keys(encrypted.uses);
  const base = throughService(type.slice(0, type.indexOf(':')), arn, model);
  if (encrypted.context === undefined || arn === undefined) return base;
  return new Map([...base, [`kms:encryptioncontext:${encrypted.context.toLowerCase()}`, arn]]);
}
