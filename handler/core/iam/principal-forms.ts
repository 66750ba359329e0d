import { arnOf } from '#core/aws/arn';
import { hole, mayHide, splitText, textOf, type Text } from '#core/value/text';
import { oncePer } from '#core/value/once-per';
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

export const principalForms = oncePer(makeForms);

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
      return { ...NONE, kind, account, root: rootArn(account), role, session };
    }
    case 'role': {
      const { account, roleArn: role } = principal;
      return { ...NONE, kind, account, root: rootArn(account), role, session: anySessionOf(role, account) };
    }
    case 'user': {
      const { account, arn: user } = principal;
      return { ...NONE, kind, account, root: rootArn(account), user };
    }
    case 'root':
      return { ...NONE, kind, account: principal.account, root: rootArn(principal.account) };
    case 'federated': {
      const { account, arn: federated } = principal;
      return { ...NONE, kind, account, root: rootArn(account), federated };
    }
    case 'service':
      return { ...NONE, kind, service: principal.service };
    case 'anonymous':
      return { ...NONE, kind };
  }
}

/** A star as the partition: no two of them have one account. */
function rootArn(account: Text): Text {
  return textOf('arn:*:iam::', account, ':root');
}

/** A role acts through sessions; where the session is not known, any name may stand behind the role's. */
function anySessionOf(role: Text, account: Text): Text {
  const { parts, mayHideColons } = arnOf(role);
  const [, partition, , , , rest] = parts;
  if (partition === undefined || rest === undefined || mayHideColons) return unknownPart('session of the role');
  const name = splitText(rest, '/').reduce((_, piece) => piece);
  const nameOrUnknown = mayHide(name, '/') ? unknownPart('role name') : name;
  return textOf('arn:', partition, ':sts::', account, ':assumed-role/', nameOrUnknown, '/', ANY_SESSION);
}

function unknownPart(name: string): Text {
  return [hole(name, { kind: 'given-unknown', name })];
}

const ANY_SESSION = hole(
  'role session name',
  { kind: 'given-unknown', name: 'role session name' },
  { without: ':/*?$', minLength: 2, maxLength: 64 },
);
