import { hole, textOf, type Text } from '#core/value/text';
import type { RequestPrincipal } from './request';

interface GivenPrincipal {
  readonly arn: string;
  readonly roleArn: string | undefined;
  readonly account: string | undefined;
}

/** Who it is that an ARN, the name of a service or `anonymous` names. */
export function principalFromArn({ arn, roleArn, account }: GivenPrincipal): RequestPrincipal {
  if (arn === 'anonymous' || arn === '*') return { kind: 'anonymous' };
  if (!arn.startsWith('arn:')) return { kind: 'service', service: textOf(arn) };
  const [, , , , inArn = '', rest = ''] = arn.split(':');
  const partition = arn.slice('arn:'.length, arn.indexOf(':', 'arn:'.length));
  const owner = textOf(account ?? inArn);
  const [type, name = ''] = rest.split('/');
  switch (type) {
    case 'assumed-role':
      return {
        kind: 'role-session',
        sessionArn: [arn],
        roleArn: roleOf({ roleArn, partition, name }, owner),
        account: owner,
      };
    case 'role':
      return { kind: 'role', roleArn: [arn], account: owner };
    case 'root':
      return { kind: 'root', account: owner };
    case 'user':
      return { kind: 'user', arn: [arn], account: owner };
    default:
      return { kind: 'federated', arn: [arn], account: owner };
  }
}

interface SessionRole {
  readonly roleArn: string | undefined;
  readonly partition: string;
  readonly name: string;
}

/** AWS: a session's ARN leaves out the path of its role, so that the role's ARN is not known from it. */
function roleOf({ roleArn, partition, name }: SessionRole, account: Text): Text {
  if (roleArn !== undefined) return [roleArn];
  const path = hole(
    `path of role ${name}`,
    { kind: 'given-unknown', name: `path of role ${name}` },
    { without: ':*?$', minLength: 0, maxLength: 512 },
  );
  return textOf('arn:', partition, ':iam::', account, ':role/', path, name);
}
