import data from '#schema/aws/resource-arns.json';
import { once } from '#core/value/once';
import { knownAction } from './actions';

/** By prefix: resource type to the form of its ARN. */
const services = once(() => new Map<string, Readonly<Record<string, string>>>(Object.entries(data.services)));

/** The forms of the ARNs that an action is asked of, with `${Name}` for what varies; none where not all of them are known. */
export function arnFormsOf(action: string): readonly string[] {
  const service = action.slice(0, Math.max(action.indexOf(':'), 0)).toLowerCase();
  const forms = services().get(service);
  const types = knownAction(action)?.resourceTypes ?? [];
  if (forms === undefined) return [];
  const found = types.map((type) => (Object.hasOwn(forms, type) ? forms[type] : undefined));
  if (!found.every((form) => form !== undefined)) return [];
  return [...found, ...types.flatMap((type) => FORMS_BESIDE.get(`${service} ${type}`) ?? [])];
}

/**
 * AWS: forms that guides have, and the reference of actions and resource types has not.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-control-access-iam.html
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/global-cross-region-inference.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiRegionAccessPointPermissions.html
 * @see https://docs.aws.amazon.com/sns/latest/dg/mobile-push-send.html
 */
const FORMS_BESIDE: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'bedrock bedrock-marketplace-model-endpoint',
    ['arn:${Partition}:sagemaker:${Region}:${Account}:endpoint/${EndpointName}'],
  ],
  ['bedrock foundation-model', ['arn:${Partition}:bedrock:::foundation-model/${ResourceId}']],
  [
    'execute-api execute-api-general',
    ['arn:${Partition}:execute-api:${Region}:${Account}:${ApiId}/${Stage}/${RouteKey}'],
  ],
  ['s3 accesspoint', ['arn:${Partition}:s3::${Account}:accesspoint/${AccessPointAlias}']],
  ['s3 accesspointobject', ['arn:${Partition}:s3::${Account}:accesspoint/${AccessPointAlias}/object/${ObjectName}']],
  [
    'sns topic',
    [
      'arn:${Partition}:sns:${Region}:${Account}:endpoint/${EndpointPath}',
      'arn:${Partition}:sns:${Region}:${Account}:app/${ApplicationPath}',
    ],
  ],
]);
