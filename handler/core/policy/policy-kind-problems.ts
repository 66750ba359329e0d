import { literalOf } from '#core/value/text';
import type { PolicyDocument, PolicyProblem, Statement } from './document';

/** Where a policy is attached decides which elements it must and may not have. */
export type PolicyKind = 'identity' | 'resource' | 'trust' | 'key';

/** What AWS would reject in a policy of this kind, beyond the problems that every kind shares. */
export function problemsOfKind(document: PolicyDocument, kind: PolicyKind): readonly PolicyProblem[] {
  return document.statements.flatMap((statement) =>
    CHECKS[kind].flatMap((check) => {
      const message = check(statement);
      return message === undefined ? [] : [{ message, origin: statement.origin }];
    }),
  );
}

type Check = (statement: Statement) => string | undefined;

const needsPrincipal: Check = (statement) =>
  statement.principals === undefined ? 'a statement of a resource policy needs a `Principal`' : undefined;
const takesNoPrincipal: Check = (statement) =>
  statement.principals === undefined ? undefined : 'a statement of an identity policy has no `Principal`';
const needsResource: Check = (statement) =>
  statement.resources === undefined ? 'a statement of an identity policy needs a `Resource`' : undefined;
const takesNoResource: Check = (statement) =>
  statement.resources === undefined ? undefined : 'a statement of a trust policy has no `Resource`';
const takesNoNotPrincipal: Check = (statement) =>
  statement.principals?.negated === true ? 'a trust policy does not take `NotPrincipal`' : undefined;
const allowsNoNotPrincipal: Check = (statement) =>
  statement.principals?.negated === true && statement.effect === 'Allow'
    ? '`NotPrincipal` with `Allow` lets in everyone else; name who is meant'
    : undefined;
const takesNoSetOnEncryptionContext: Check = (statement) =>
  statement.conditions.some(isSetOnEncryptionContext)
    ? '`kms:EncryptionContext:` keys hold one value and take no `ForAllValues`'
    : undefined;
const needsWholeArns: Check = (statement) =>
  statement.resources?.patterns.some(({ text }) => isIncompleteArn(literalOf(text) ?? '')) === true
    ? 'a resource policy does not take incomplete ARNs'
    : undefined;

function isSetOnEncryptionContext(condition: { readonly operator: string; readonly key: string }): boolean {
  return (
    condition.operator.toLowerCase().startsWith('forallvalues:') &&
    condition.key.toLowerCase().startsWith('kms:encryptioncontext:')
  );
}

function isIncompleteArn(text: string): boolean {
  return text.startsWith('arn:') && text.split(':').length < 6;
}

const CHECKS: Readonly<Record<PolicyKind, readonly Check[]>> = {
  identity: [takesNoPrincipal, needsResource],
  resource: [needsPrincipal, allowsNoNotPrincipal, needsWholeArns],
  trust: [needsPrincipal, takesNoResource, takesNoNotPrincipal],
  key: [needsPrincipal, allowsNoNotPrincipal, takesNoSetOnEncryptionContext],
};
