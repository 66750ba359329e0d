/** Why something cannot be told. Every `unknown` of the product carries one of these. */
export type UnknownReason =
  | { readonly kind: 'parameter-without-value'; readonly parameter: string }
  | { readonly kind: 'parameter-masked'; readonly parameter: string }
  | { readonly kind: 'ssm-parameter-not-read'; readonly parameter: string }
  | { readonly kind: 'pseudo-parameter'; readonly name: string }
  | { readonly kind: 'generated-name'; readonly logicalId: string }
  | { readonly kind: 'attribute-known-after-deployment'; readonly logicalId: string; readonly attribute: string }
  | { readonly kind: 'dynamic-reference'; readonly reference: string }
  | { readonly kind: 'import-not-read'; readonly name: string }
  | { readonly kind: 'nested-stack-not-read'; readonly logicalId: string }
  | { readonly kind: 'condition-undecided'; readonly condition: string }
  | { readonly kind: 'mapping-key-unknown'; readonly mapping: string }
  | { readonly kind: 'intrinsic-unresolved'; readonly intrinsic: string; readonly detail: string }
  | { readonly kind: 'transform-not-expanded'; readonly transform: string }
  | { readonly kind: 'account-state-not-read'; readonly fact: string }
  | { readonly kind: 'account-state-unreadable'; readonly fact: string; readonly detail: string }
  | { readonly kind: 'context-key'; readonly key: string }
  | { readonly kind: 'account-of-resource'; readonly resource: string }
  | { readonly kind: 'any-object'; readonly of: string }
  | { readonly kind: 'statement-unreadable'; readonly detail: string }
  | { readonly kind: 'contested'; readonly point: string }
  | { readonly kind: 'kms-grant'; readonly key: string }
  | { readonly kind: 'given-unknown'; readonly name: string };

/** Completes the sentence "cannot tell, because …". */
// A table of sentences: one case for each kind is what makes it readable.
// eslint-disable-next-line complexity -- an exhaustive switch over a closed set, one line each
export function describeUnknown(reason: UnknownReason): string {
  switch (reason.kind) {
    case 'parameter-without-value':
      return `parameter \`${reason.parameter}\` has no value in this request`;
    case 'parameter-masked':
      return `the value of parameter \`${reason.parameter}\` is masked (NoEcho)`;
    case 'ssm-parameter-not-read':
      return `the SSM parameter behind \`${reason.parameter}\` was not read from the account`;
    case 'pseudo-parameter':
      return `\`${reason.name}\` is not known here`;
    case 'generated-name':
      return `CloudFormation generates the name of \`${reason.logicalId}\``;
    case 'attribute-known-after-deployment':
      return `\`${reason.logicalId}.${reason.attribute}\` is known only after the deployment`;
    case 'dynamic-reference':
      return `dynamic reference \`${reason.reference}\` is resolved only while deploying`;
    case 'import-not-read':
      return `export \`${reason.name}\` was not read from the account`;
    case 'nested-stack-not-read':
      return `the template of nested stack \`${reason.logicalId}\` is not here`;
    case 'condition-undecided':
      return `condition \`${reason.condition}\` depends on a value that is not known`;
    case 'mapping-key-unknown':
      return `the key looked up in mapping \`${reason.mapping}\` is not known`;
    case 'intrinsic-unresolved':
      return `\`${reason.intrinsic}\` cannot be resolved: ${reason.detail}`;
    case 'transform-not-expanded':
      return `transform \`${reason.transform}\` is not expanded here`;
    case 'account-state-not-read':
      return `${reason.fact} was not read from the account`;
    case 'account-state-unreadable':
      return `${reason.fact} could not be read from the account: ${reason.detail}`;
    case 'context-key':
      return `the value of condition key \`${reason.key}\` at run time is not known`;
    case 'account-of-resource':
      return `the account that owns \`${reason.resource}\` is not known`;
    case 'any-object':
      return `which of the objects in \`${reason.of}\` are used is not known`;
    case 'statement-unreadable':
      return `a statement cannot be read: ${reason.detail}`;
    case 'contested':
      return `AWS's documentation does not settle this: ${reason.point}`;
    case 'kms-grant':
      return `key \`${reason.key}\` may carry a grant, which no policy shows`;
    case 'given-unknown':
      return `\`${reason.name}\` was given as unknown`;
  }
}

/** Reasons once each, in a stable order. */
export function uniqueReasons(reasons: readonly UnknownReason[]): readonly UnknownReason[] {
  // AWS compares condition keys without case, and so they come in either.
  const bySentence = new Map(reasons.map((reason) => [describeUnknown(reason).toLowerCase(), reason]));
  return [...bySentence.entries()].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, reason]) => reason);
}
