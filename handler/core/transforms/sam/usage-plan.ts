import type { TemplateNode } from '#core/template/node';
import { ref } from '../draft';
import { entryOf, stringOf } from '../node-reading';
import { define, withParameters, type SamResource, type Workspace } from './workspace';

/** What the usage plan of all APIs that share one is called after. */
const SHARED = 'Serverless';

/**
 * The plan, its API key and what joins them: they carry no permission, but the template may refer to them.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-apiusageplan.html
 */
export function expandUsagePlan(workspace: Workspace, { logicalId, node, properties, shared }: SamResource): void {
  const plan = entryOf(entryOf(properties, 'Auth'), 'UsagePlan');
  const owner = ownerOf(workspace, logicalId, entryOf(plan, 'CreateUsagePlan'));
  if (owner === undefined) return;
  const attributes = owner === SHARED ? {} : shared;
  const planId = `${owner}UsagePlan`;
  const keyId = `${owner}ApiKey`;
  const part = { at: plan ?? node, attributes };
  define(workspace, planId, { ...part, type: 'AWS::ApiGateway::UsagePlan', properties: {} });
  define(workspace, keyId, { ...part, type: 'AWS::ApiGateway::ApiKey', properties: { Enabled: true } });
  define(workspace, `${planId}Key`, {
    ...part,
    type: 'AWS::ApiGateway::UsagePlanKey',
    properties: { KeyId: ref(keyId), KeyType: 'API_KEY', UsagePlanId: ref(planId) },
  });
}

function ownerOf(workspace: Workspace, logicalId: string, kind: TemplateNode | undefined): string | undefined {
  switch (kind === undefined ? undefined : stringOf(withParameters(workspace, kind))) {
    case 'PER_API':
      return logicalId;
    case 'SHARED':
      return SHARED;
    default:
      return undefined;
  }
}
