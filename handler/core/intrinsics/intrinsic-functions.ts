import type { MapNode } from '#core/template/node';
import { findInMap } from './find-in-map';
import { length, toJsonString } from './json-functions';
import { chooseBranch, cidr, getAtt, getAzs, importValue, ref, transform } from './lookup-functions';
import { unknownCall, unresolved, type Intrinsic } from './resolver';
import { base64, join, select, split, sub } from './text-functions';

const INTRINSICS: ReadonlyMap<string, Intrinsic> = new Map<string, Intrinsic>([
  ['Ref', ref],
  ['Fn::Base64', base64],
  ['Fn::Cidr', cidr],
  ['Fn::FindInMap', findInMap],
  ['Fn::GetAtt', getAtt],
  ['Fn::GetAZs', getAzs],
  ['Fn::If', chooseBranch],
  ['Fn::ImportValue', importValue],
  ['Fn::Join', join],
  ['Fn::Length', length],
  ['Fn::Select', select],
  ['Fn::Split', split],
  ['Fn::Sub', sub],
  ['Fn::ToJsonString', toJsonString],
  ['Fn::Transform', transform],
]);

/** The name of the intrinsic function that a mapping is a call of, if it is one. */
export function intrinsicNameOf({ entries }: MapNode): string | undefined {
  if (entries.size !== 1) return undefined;
  for (const name of entries.keys()) return name === 'Ref' || name.startsWith('Fn::') ? name : undefined;
  return undefined;
}

/** A function that is not known here gives an unknown, for it may be newer than we are. */
export function intrinsicOf(name: string): Intrinsic {
  return INTRINSICS.get(name) ?? ((call) => unknownCall(call, unresolved(name, 'the function is not known here')));
}
