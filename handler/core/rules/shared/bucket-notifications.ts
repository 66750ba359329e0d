import type { Resource, StackModel } from '#core/model/stack-model';
import { showText, textOf, type Text } from '#core/value/text';
import { at, itemsOf, textOfValue, type Value } from '#core/value/value';

/** Something that S3 notifies on behalf of a bucket. */
export interface BucketNotification {
  /** The bucket, or what sets the notifications of one that is not in the template. */
  readonly source: Resource;
  readonly bucketArn: Text;
  readonly target: Value;
}

type Notified = 'function' | 'queue' | 'topic';

interface Spelling {
  readonly list: string;
  readonly property: string;
}

const IN_BUCKET: Readonly<Record<Notified, Spelling>> = {
  function: { list: 'LambdaConfigurations', property: 'Function' },
  queue: { list: 'QueueConfigurations', property: 'Queue' },
  topic: { list: 'TopicConfigurations', property: 'Topic' },
};

/** The CDK's custom resource speaks as the API does. */
const IN_CUSTOM_RESOURCE: Readonly<Record<Notified, Spelling>> = {
  function: { list: 'LambdaFunctionConfigurations', property: 'LambdaFunctionArn' },
  queue: { list: 'QueueConfigurations', property: 'QueueArn' },
  topic: { list: 'TopicConfigurations', property: 'TopicArn' },
};

/** @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_s3_notifications-readme.html */
export function bucketNotifications(model: StackModel, notified: Notified): readonly BucketNotification[] {
  const own = model.buckets.flatMap(({ resource, arn }) =>
    targetsIn(resource, IN_BUCKET[notified]).map((target) => ({ source: resource, bucketArn: arn, target })),
  );
  const custom = model.lookup.ofType('Custom::S3BucketNotifications').flatMap((resource) => {
    const name = textOfValue(at(resource.properties, 'BucketName'));
    if (name === undefined) return [];
    const bucket = model.buckets.find((each) => showText(each.name) === showText(name));
    const bucketArn = bucket?.arn ?? textOf('arn:', model.place.partition, ':s3:::', name);
    const targets = targetsIn(resource, IN_CUSTOM_RESOURCE[notified]);
    return targets.map((target) => ({ source: bucket?.resource ?? resource, bucketArn, target }));
  });
  return [...own, ...custom];
}

function targetsIn({ properties }: Resource, { list, property }: Spelling): readonly Value[] {
  return itemsOf(at(properties, 'NotificationConfiguration', list)).flatMap((item) => at(item, property) ?? []);
}
