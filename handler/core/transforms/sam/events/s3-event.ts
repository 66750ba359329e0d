import type { MapNode, TemplateNode } from '#core/template/node';
import { isSame } from '../../canonical-json';
import { draftMap, draftNode, ref, withEntries, type Draft } from '../../draft';
import { entryOf, isMap, isSeq, itemsOf, listOf, refTarget, stringOf } from '../../node-reading';
import { amend, leaveOut, report } from '../workspace';
import { ACCOUNT, permit, type FunctionEvent } from './event';

/**
 * The permission for S3, and the bucket's notification.
 * AWS: the permission names the account, not the bucket, since bucket and permission would otherwise wait for each other.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-s3.html
 */
export function s3Event(event: FunctionEvent): void {
  const { workspace, properties, target } = event;
  const permission = permit(event, { principal: 's3.amazonaws.com', sourceAccount: ACCOUNT });
  const bucketId = refTarget(entryOf(properties, 'Bucket'));
  const bucket = bucketId === undefined ? undefined : workspace.resources.get(bucketId);
  if (bucketId === undefined || !isMap(bucket)) {
    report(workspace, event.node, 'an S3 event wants `Bucket: !Ref` of a bucket of this template');
    leaveOut(workspace, `S3 event ${event.id}`);
    return;
  }
  const written = entryOf(bucket, 'Properties');
  const bucketProperties = isMap(written) ? written : draftMap({}, bucket);
  const condition = target.shared['Condition'];
  const tagged =
    condition === undefined ? bucketProperties : withDependencyTag(bucketProperties, permission, condition);
  amend(workspace, bucketId, {
    Properties: notified(event, tagged),
    ...(condition === undefined ? { DependsOn: dependsOn(bucket, permission, event.node) } : {}),
  });
}

function dependsOn(bucket: MapNode, permission: string, at: TemplateNode): Draft {
  const present = listOf(entryOf(bucket, 'DependsOn'));
  return present.some((one) => stringOf(one) === permission) ? present : [...present, draftNode(permission, at)];
}

/** AWS: `DependsOn` takes no condition, so SAM makes the bucket wait by a tag that refers to the permission. */
function withDependencyTag(bucket: MapNode, permission: string, condition: Draft): MapNode {
  const tag = {
    Key: `sam:ConditionalDependsOn:${permission}`,
    Value: { 'Fn::If': [condition, ref(permission), 'no dependency'] },
  };
  return withEntries(bucket, { Tags: [...itemsOf(entryOf(bucket, 'Tags')), tag] });
}

function notified({ node, properties, target }: FunctionEvent, bucket: MapNode): MapNode {
  const written = entryOf(bucket, 'NotificationConfiguration');
  const configuration = isMap(written) ? written : draftMap({}, node);
  const present = entryOf(configuration, 'LambdaConfigurations');
  if (present !== undefined && !isSeq(present)) return bucket;
  const condition = target.shared['Condition'];
  const added = listOf(entryOf(properties, 'Events')).map((kind) => {
    const lambda = { Function: target.arn, Filter: entryOf(properties, 'Filter'), Event: kind };
    const conditional = condition === undefined ? lambda : { 'Fn::If': [condition, lambda, ref('AWS::NoValue')] };
    return draftNode(conditional, node);
  });
  const missing = added.filter((one) => !itemsOf(present).some((other) => isSame(one, other)));
  return withEntries(bucket, {
    NotificationConfiguration: withEntries(configuration, { LambdaConfigurations: [...itemsOf(present), ...missing] }),
  });
}
