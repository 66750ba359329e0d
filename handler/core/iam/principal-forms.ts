import { arnOf } from '#core/aws/arn';
import { hole, mayHide, splitText, textOf, type Text } from '#core/value/text';
import type { UnknownReason } from '#core/value/unknown-reason';
import type { RequestPrincipal } from './request';

/** The spellings under which a policy may name the caller; those that cannot be are undefined. */
export interface PrincipalForms {
  readonly kind: RequestPrincipal['kind'];
  readonly session: Text | undefined;
  readonly role: Text | undefined;
  readonly user: Text | undefined;
  readonly service: Text | undefined;
  readonly federated: Text | undefined;
  readonly account: Text | undefined;
  /** A pattern of `arn:aws:iam::111122223333:root`. */
  readonly root: Text | undefined;
}

const forms = new WeakMap<RequestPrincipal, PrincipalForms>();

export function principalForms(principal: RequestPrincipal): PrincipalForms {
  const known = forms.get(principal);
  if (known !== undefined) return known;
  const made = makeForms(principal);
  forms.set(principal, made);
  return made;
}

const NONE = {
  session: undefined,
  role: undefined,
  user: undefined,
  service: undefined,
  federated: undefined,
  account: undefined,
  root: undefined,
};

function makeForms(principal: RequestPrincipal): PrincipalForms {
  const { kind } = principal;
  switch (principal.kind) {
    case 'role-session': {
      const { account, roleArn: role, sessionArn: session } = principal;
      return { ...NONE, kind, account, root: rootArn(session, account), role, session };
    }
    case 'role': {
      const { account, roleArn: role } = principal;
      return { ...NONE, kind, account, root: rootArn(role, account), role, session: anySessionOf(role, account) };
    }
    case 'user': {
      const { account, arn: user } = principal;
      return { ...NONE, kind, account, root: rootArn(user, account), user };
    }
    case 'root':
      return { ...NONE, kind, account: principal.account, root: rootArn(undefined, principal.account) };
    case 'federated': {
      const { account, arn: federated } = principal;
      return { ...NONE, kind, account, root: rootArn(federated, account), federated };
    }
    case 'service':
      return { ...NONE, kind, service: principal.service };
    case 'anonymous':
      return { ...NONE, kind };
  }
}

/** A star where it is not known: no two partitions have one account. */
function partitionOf(arn: Text | undefined): Text {
  const parts = arn === undefined ? [] : arnOf(arn).parts;
  return parts.length === 6 && parts[1] !== undefined ? parts[1] : ['*'];
}

function rootArn(arn: Text | undefined, account: Text): Text {
  return textOf('arn:', partitionOf(arn), ':iam::', account, ':root');
}

/** A role acts through sessions; where the session is not known, any name may stand behind the role's. */
function anySessionOf(role: Text, account: Text): Text {
  const session = hole('role session name', reasonOf('role session name'), SESSION_NAME);
  return textOf('arn:', partitionOf(role), ':sts::', account, ':assumed-role/', nameOfRole(role), '/', session);
}

/** Behind the last slash; an unknown part that may hold one leaves the name open. */
function nameOfRole(role: Text): Text {
  const { parts, mayHideColons } = arnOf(role);
  const rest = parts[5];
  const unknown: Text = [hole('role name', reasonOf('role name'))];
  if (rest === undefined || mayHideColons) return unknown;
  const name = splitText(rest, '/').reduce((_, piece) => piece);
  return mayHide(name, '/') ? unknown : name;
}

function reasonOf(name: string): UnknownReason {
  return { kind: 'given-unknown', name };
}

const SESSION_NAME = { without: ':/*?$', minLength: 2, maxLength: 64 };
