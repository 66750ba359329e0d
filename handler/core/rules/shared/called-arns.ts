import { knownAction } from '#core/aws/actions';
import { functionTarget } from '#core/model/functions';
import type { CodeCall, StackModel } from '#core/model/stack-model';
import { hole, literalOf, NAME_SHAPE, showText, textOf, type Text } from '#core/value/text';

type ArnOf = (name: Text, model: StackModel) => Text | undefined;

/**
 * The ARNs by which a call names what is not of this stack; none where the code does not show it, or where it takes more
 * than a name to know the ARN.
 */
export function arnsCalled({ action, resource, index }: CodeCall, model: StackModel): readonly Text[] {
  // It is not documented how the request spells a path of parameters.
  if (resource === undefined || action === 'ssm:GetParametersByPath') return [];
  const service = action.slice(0, action.indexOf(':'));
  const arn = ARN_OF.get(service)?.(resource, model);
  const types = knownAction(action)?.resourceTypes ?? [];
  if (arn === undefined) return [];
  if (service === 's3') return types.includes('object') ? [below(arn, '/')] : [arn];
  if (!types.includes('index')) return [arn];
  if (index !== undefined && index !== 'some') return [textOf(arn, '/index/', index)];
  return index === 'some' ? [below(arn, '/index/')] : [arn, below(arn, '/index/')];
}

function below(arn: Text, separator: string): Text {
  const of = showText(arn);
  return textOf(arn, separator, hole(`any of ${of}`, { kind: 'any-object', of }, { ...NAME_SHAPE, without: '*?$' }));
}

/** The call takes a name; an ARN in its place is one already. */
function named(service: string, before: string): ArnOf {
  return (name, { place }) =>
    showText(name).startsWith('arn:')
      ? name
      : textOf('arn:', place.partition, `:${service}:`, place.region, ':', place.account, `:${before}`, name);
}

const itself: ArnOf = (name) => name;

const ARN_OF: ReadonlyMap<string, ArnOf> = new Map<string, ArnOf>([
  [
    's3',
    (name, { place }) =>
      showText(name).startsWith('arn:') ? undefined : textOf('arn:', place.partition, ':s3:::', name),
  ],
  ['dynamodb', named('dynamodb', 'table/')],
  ['kinesis', named('kinesis', 'stream/')],
  ['firehose', named('firehose', 'deliverystream/')],
  ['cognito-idp', named('cognito-idp', 'userpool/')],
  ['events', named('events', 'event-bus/')],
  ['lambda', (name, model) => functionTarget(name, model.names).arn],
  ['sns', itself],
  ['states', itself],
  ['ssm', parameter],
]);

/** AWS: public parameters are of no account, and what stands behind a colon is a version or a label. */
function parameter(name: Text, model: StackModel): Text | undefined {
  const literal = literalOf(name);
  if (literal === undefined || /^(?:\/?aws\/|arn:)/.test(literal)) return undefined;
  const [bare = literal] = literal.split(':');
  return named('ssm', 'parameter')(textOf(bare.startsWith('/') ? bare : `/${bare}`), model);
}
