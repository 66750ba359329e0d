import { keyNamed } from '#core/model/buckets-and-keys';
import type { Resource, StackModel } from '#core/model/stack-model';
import { showText, textOf, type Text } from '#core/value/text';
import { textOfValue, type Value } from '#core/value/value';
import type { Evidence, Need } from '../need';
import { calledUses } from './called-uses';
import { collectNeeds } from './collected-needs';
import { isPolled } from './event-source-mappings';
import { grantedEvidence, grantedUses, type GrantedUse } from './granted-uses';
import { resourceRef } from './role-needs';

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
  /** Rules of their own ask for the keys that functions need. */
  readonly onlyOtherRoles?: true;
}

const DECRYPT = ['kms:Decrypt'];
const ENCRYPT = ['kms:GenerateDataKey'];
/** For services where a sender must also be able to decrypt. */
const BOTH = [...ENCRYPT, ...DECRYPT];
export const KEY_USE = { DECRYPT, ENCRYPT, BOTH } as const;

/**
 * What the customer keys of the stack must allow to roles that are meant to use what is encrypted with them: the role's
 * policies and the key policy are asked, in the name of the role.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
export function keyNeeds(encrypted: Encrypted, model: StackModel): readonly Need[] {
  const granted = Object.entries(encrypted.uses).flatMap(([through, actions]) =>
    grantedUses(through, model)
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
  const resource = use.resource.logicalId === undefined ? undefined : model.lookup.all.get(use.resource.logicalId);
  const key = resource === undefined ? undefined : customerKeyOf(resource, encrypted, model);
  if (resource === undefined || key?.key.arn === undefined || isAskedOfPoller(use, model)) return [];
  return [
    {
      rule: encrypted.rule,
      principal: { kind: 'role', role, by: runs === undefined ? 'other-service' : 'function-code' },
      action,
      resource: resourceRef(key.key.arn, model, key.key.logicalId),
      context: contextOf(encrypted, resource, model),
      evidence: [grantedEvidence(use), keyEvidence('granted', resource, key)],
      function: runs,
      atMost: use.isDoubtful ? 'warn' : encrypted.atMost,
    },
  ];
}

function calledKeyNeeds(encrypted: Encrypted, model: StackModel): readonly Need[] {
  const uses = new Map(Object.entries(encrypted.uses));
  return calledUses(model).flatMap(({ function: lambda, action: through, resource, evidence }) => {
    const key = customerKeyOf(resource, encrypted, model);
    if (key?.key.arn === undefined) return [];
    const arn = key.key.arn;
    return (uses.get(through) ?? []).map((action) => ({
      rule: encrypted.rule,
      principal: { kind: 'role', role: lambda.role, by: 'function-code' } as const,
      action,
      resource: resourceRef(arn, model, key.key.logicalId),
      context: contextOf(encrypted, resource, model),
      evidence: [evidence, keyEvidence('called', resource, key)] as const,
      function: lambda,
      atMost: encrypted.atMost,
    }));
  });
}

/** Where only an environment variable names the resource, being able to encrypt or to decrypt is enough. */
function referencedKeyNeeds(encrypted: Encrypted, model: StackModel): readonly Need[] {
  return model.environmentReferences.flatMap(({ function: lambda, resource, variable, isWhole, origin }) => {
    const key = isWhole ? customerKeyOf(resource, encrypted, model) : undefined;
    if (key?.key.arn === undefined) return [];
    const message = `environment variable \`${variable}\` of \`${lambda.logicalId}\` names \`${resource.logicalId}\``;
    return [
      {
        rule: encrypted.rule,
        principal: { kind: 'role', role: lambda.role, by: 'function-code' } as const,
        action: 'kms:Decrypt',
        orActions: ENCRYPT,
        resource: resourceRef(key.key.arn, model, key.key.logicalId),
        context: contextOf(encrypted, resource, model),
        evidence: [{ kind: 'referenced', message, origin }, keyEvidence('referenced', resource, key)] as const,
        function: lambda,
      },
    ];
  });
}

/** Reading what Lambda polls for the function is asked for by a rule of its own. */
function isAskedOfPoller({ grant, action, resource }: GrantedUse, model: StackModel): boolean {
  return /^(sqs:Receive|kinesis:Get)/.test(action) && isPolled(grant.role, resource.logicalId, model);
}

interface CustomerKey {
  readonly key: Resource;
  readonly setting: Value;
}

/** A key that the stack does not make may be an AWS managed one, which needs nothing: only keys of the stack are asked about. */
function customerKeyOf(resource: Resource, { types, key }: Encrypted, model: StackModel): CustomerKey | undefined {
  const setting = types.includes(resource.type) ? key(resource.properties) : undefined;
  const name = textOfValue(setting);
  const own = name === undefined ? undefined : keyNamed(name, model.lookup);
  return own === undefined || setting === undefined ? undefined : { key: own, setting };
}

function keyEvidence(
  kind: 'granted' | 'called' | 'referenced',
  resource: Resource,
  { key, setting }: CustomerKey,
): Evidence {
  const message = `\`${resource.logicalId}\` is encrypted with key \`${key.logicalId}\``;
  return { kind, message, origin: setting.origin };
}

function contextOf(encrypted: Encrypted, resource: Resource, model: StackModel): ReadonlyMap<string, Text> {
  const [type = ''] = Object.keys(encrypted.uses);
  const service = type.slice(0, type.indexOf(':'));
  const base: readonly (readonly [string, Text])[] = [
    ['kms:viaservice', textOf(`${service}.`, model.place.region, '.amazonaws.com')],
    ['kms:calleraccount', model.place.account],
  ];
  if (encrypted.context === undefined || resource.arn === undefined) return new Map(base);
  return new Map([...base, [`kms:encryptioncontext:${encrypted.context.toLowerCase()}`, resource.arn]]);
}
