import type { AccountPlace } from '../account-session';
import { arnParts } from '../arn-parts';

interface NamedFunction {
  readonly region: string;
  readonly asked: { readonly FunctionName: string; readonly Qualifier?: string };
}

/** AWS: each version and alias has a policy and a configuration of its own, so the qualifier in the ARN matters. */
export function functionInArn(arn: string, { account }: AccountPlace): NamedFunction | { readonly why: string } {
  const parts = arnParts(arn);
  const [kind, FunctionName, Qualifier, ...more] = parts?.resource.split(':') ?? [];
  if (parts === undefined || kind !== 'function' || FunctionName === undefined || more.length > 0)
    return { why: 'it is no ARN of a function' };
  if (parts.account !== account) return { why: `it belongs to account ${parts.account}` };
  return { region: parts.region, asked: { FunctionName, ...(Qualifier === undefined ? {} : { Qualifier }) } };
}
