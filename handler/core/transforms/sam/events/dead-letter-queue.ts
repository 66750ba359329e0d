import type { TemplateNode } from '#core/template/node';
import { getAtt, type Draft } from '../../draft';
import { entryOf, givenOf, stringOf } from '../../node-reading';
import { define, report } from '../workspace';
import type { RuleEvent } from './event';

interface DeadLetterQueue {
  readonly arn: Draft;
  /** The queue that SAM makes for the event; nothing where the template names one. */
  readonly made: { readonly queueId: string; readonly config: TemplateNode } | undefined;
}

/**
 * Where an event's failed deliveries go.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-deadletterconfig.html
 */
export function deadLetterQueue({ workspace, id, properties, shared }: RuleEvent): DeadLetterQueue | undefined {
  const config = givenOf(entryOf(properties, 'DeadLetterConfig'));
  if (config === undefined) return undefined;
  const arn = entryOf(config, 'Arn');
  if (arn !== undefined) return { arn, made: undefined };
  if (stringOf(entryOf(config, 'Type')) !== 'SQS') {
    report(workspace, config, '`DeadLetterConfig` wants `Arn`, or `Type: SQS`');
    return undefined;
  }
  const queueId = stringOf(entryOf(config, 'QueueLogicalId')) ?? `${id}Queue`;
  define(workspace, queueId, { type: 'AWS::SQS::Queue', at: config, attributes: shared, properties: {} });
  return { arn: getAtt(queueId, 'Arn'), made: { queueId, config } };
}
