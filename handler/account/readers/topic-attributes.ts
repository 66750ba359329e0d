import { lazyService, onceForEach, orAbsent } from '../account-session';
import { arnParts } from '../arn-parts';

const sns = lazyService(() => import('../clients/sns'));

/** What a topic says of itself, by its ARN; nothing where there is no such topic. Its policy and its key come in one answer. */
export const topicAttributes = onceForEach(
  (TopicArn: string) => TopicArn,
  async (TopicArn, { call, place }) => {
    const { client, GetTopicAttributesCommand } = await sns(arnParts(TopicArn)?.region ?? place.region);
    const request = new GetTopicAttributesCommand({ TopicArn });
    const answer = await orAbsent(call('sns:GetTopicAttributes', (options) => client.send(request, options)));
    return answer === undefined ? undefined : (answer.Attributes ?? {});
  },
);
export const TOPIC_ACTIONS = ['sns:GetTopicAttributes'];
