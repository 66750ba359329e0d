import type { TemplateNode } from '#core/template/node';
import { draftNode, type Draft } from '../draft';
import { entriesOf } from '../node-reading';

/** SAM's own tag and the map `Tags` of a SAM resource as CloudFormation's list of keys and values. */
export function tagList(tags: TemplateNode | undefined, own: string): readonly Draft[] {
  return [
    { Key: own, Value: 'SAM' },
    ...entriesOf(tags).map(([key, value]) => draftNode({ Key: key, Value: value }, value)),
  ];
}

export const FUNCTION_TAG = 'lambda:createdBy';
export const STATE_MACHINE_TAG = 'stateMachine:createdBy';
