import type { Resource, StackModel } from '#core/model/stack-model';
import { literalOf, showText, type Text } from '#core/value/text';
import { at, itemsOf, textOfValue, type Value } from '#core/value/value';
import { bucketNotifications } from './bucket-notifications';
import { serviceIn, type Delivery } from './deliveries';

/** Queues and topics that S3 notifies. */
export function bucketDeliveries(model: StackModel): readonly Delivery[] {
  return [...bucketNotifications(model, 'queue'), ...bucketNotifications(model, 'topic')].flatMap(
    ({ source, bucketArn, target }) =>
      delivery({ service: 's3.amazonaws.com', source, sourceArn: bucketArn }, target, { verb: 'notifies', model }),
  );
}

/** Queues that subscribe to topics. */
export function topicDeliveries(model: StackModel): readonly Delivery[] {
  return subscriptions(model).flatMap(({ source, topic, settings }) =>
    literalOf(textOfValue(at(settings, 'Protocol')) ?? []) === 'sqs'
      ? delivery({ service: 'sns.amazonaws.com', source, sourceArn: topic }, at(settings, 'Endpoint'), {
          verb: 'subscribes',
          model,
        })
      : [],
  );
}

/** Queues for what SNS could not deliver. */
export function topicDeadLetters(model: StackModel): readonly Delivery[] {
  return subscriptions(model).flatMap(({ source, topic, settings }) =>
    delivery(
      { service: 'sns.amazonaws.com', source, sourceArn: topic },
      at(settings, 'RedrivePolicy', 'deadLetterTargetArn'),
      { verb: 'keeps what it cannot deliver in', model },
    ),
  );
}

/** Queues and topics that rules target without a role; with one, the role is asked. */
export function ruleDeliveries(model: StackModel): readonly Delivery[] {
  return ruleTargets(model).flatMap(({ caller, target }) => {
    const service = serviceIn(textOfValue(at(target, 'Arn')) ?? []);
    const isPlain = at(target, 'RoleArn') === undefined && at(caller.source.properties, 'RoleArn') === undefined;
    return isPlain && (service === 'sqs' || service === 'sns')
      ? delivery(caller, at(target, 'Arn'), { verb: 'targets', model })
      : [];
  });
}

/** AWS: a role of the target is not used for its dead-letter queue. */
export function ruleDeadLetters(model: StackModel): readonly Delivery[] {
  return ruleTargets(model).flatMap(({ caller, target }) =>
    delivery(caller, at(target, 'DeadLetterConfig', 'Arn'), { verb: 'keeps what it cannot deliver in', model }),
  );
}

/**
 * Topics that alarms notify. AWS: a topic without a policy of its own has one that lets the account's alarms publish.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
 */
export function alarmDeliveries(model: StackModel): readonly Delivery[] {
  return model.lookup.ofType('AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm').flatMap((source) => {
    const { arn } = source;
    if (arn === undefined) return [];
    return ALARM_ACTIONS.flatMap((list) => itemsOf(at(source.properties, list)))
      .filter((action) => serviceIn(textOfValue(action) ?? []) === 'sns')
      .flatMap((action) =>
        delivery({ service: 'cloudwatch.amazonaws.com', source, sourceArn: arn }, action, { verb: 'notifies', model }),
      );
  });
}
const ALARM_ACTIONS = ['AlarmActions', 'OKActions', 'InsufficientDataActions'];

type Caller = Pick<Delivery, 'service' | 'source' | 'sourceArn'>;

interface Saying {
  readonly verb: string;
  readonly model: StackModel;
}

function delivery(caller: Caller, target: Value | undefined, { verb, model }: Saying): readonly Delivery[] {
  const text = textOfValue(target);
  if (target === undefined || text === undefined) return [];
  const name = model.lookup.byArn(text)?.logicalId ?? showText(text);
  const message = `\`${caller.source.logicalId}\` ${verb} \`${name}\``;
  return [{ ...caller, target: text, evidence: { kind: 'wired', message, origin: target.origin } }];
}

interface RuleTarget {
  readonly caller: Caller;
  readonly target: Value;
}

export function ruleTargets(model: StackModel): readonly RuleTarget[] {
  return model.lookup.ofType('AWS::Events::Rule').flatMap((source) => {
    const { arn } = source;
    if (arn === undefined) return [];
    return itemsOf(at(source.properties, 'Targets')).map((target) => ({
      caller: { service: 'events.amazonaws.com', source, sourceArn: arn },
      target,
    }));
  });
}

interface Subscription {
  readonly source: Resource;
  readonly topic: Text;
  readonly settings: Value;
}

/** Subscriptions stand for themselves or in the list of their topic. */
function subscriptions(model: StackModel): readonly Subscription[] {
  const alone = model.lookup.ofType('AWS::SNS::Subscription').flatMap((source) => {
    const topic = textOfValue(at(source.properties, 'TopicArn'));
    return topic === undefined ? [] : [{ source, topic, settings: source.properties }];
  });
  const listed = model.lookup.ofType('AWS::SNS::Topic').flatMap((source) =>
    itemsOf(at(source.properties, 'Subscription')).map((settings) => ({
      source,
      topic: source.arn ?? source.ref,
      settings,
    })),
  );
  return [...alone, ...listed];
}
