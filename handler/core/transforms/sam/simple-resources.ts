import type { TemplateNode } from '#core/template/node';
import { draftNode, getAtt, type Draft, type DraftMap } from '../draft';
import { entriesOf, entryOf, givenOf, isPresent, stringOf } from '../node-reading';
import { addAwsPolicy, defineRole, trustOf, type RoleDraft } from './role';
import { FUNCTION_TAG, tagList } from './tags';
import { define, type SamResource, type Workspace } from './workspace';

const KEY_TYPES: ReadonlyMap<string | undefined, string> = new Map([
  ['String', 'S'],
  ['Number', 'N'],
  ['Binary', 'B'],
]);

/** @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-simpletable.html */
export function expandSimpleTable(workspace: Workspace, { logicalId, node, properties, own }: SamResource): void {
  const key = entryOf(properties, 'PrimaryKey');
  const name = entryOf(key, 'Name') ?? 'id';
  const throughput = entryOf(properties, 'ProvisionedThroughput');
  define(workspace, logicalId, {
    type: 'AWS::DynamoDB::Table',
    at: node,
    attributes: own,
    properties: {
      AttributeDefinitions: [
        { AttributeName: name, AttributeType: KEY_TYPES.get(stringOf(entryOf(key, 'Type'))) ?? 'S' },
      ],
      KeySchema: [{ AttributeName: name, KeyType: 'HASH' }],
      ...(isPresent(throughput) ? { ProvisionedThroughput: throughput } : { BillingMode: 'PAY_PER_REQUEST' }),
      ...given(properties, ['TableName', 'SSESpecification', 'PointInTimeRecoverySpecification']),
    },
  });
}

/**
 * AWS: SAM gives the layer an id that changes with its content; ours keeps the one it is written with, so that
 * references need no change.
 */
export function expandLayer(workspace: Workspace, { logicalId, node, properties, own }: SamResource): void {
  const names = ['LayerName', 'Description', 'CompatibleArchitectures', 'CompatibleRuntimes', 'LicenseInfo'];
  define(workspace, logicalId, {
    type: 'AWS::Lambda::LayerVersion',
    at: node,
    attributes: own,
    properties: { ...given(properties, names), Content: entryOf(properties, 'ContentUri') },
  });
}

/** A nested application is a stack of its own: what is in it is not known here, and changes nothing in this one. */
export function expandApplication(workspace: Workspace, { logicalId, node, properties, own }: SamResource): void {
  const location = entryOf(properties, 'Location');
  define(workspace, logicalId, {
    type: 'AWS::CloudFormation::Stack',
    at: node,
    attributes: own,
    properties: {
      TemplateURL: location?.kind === 'scalar' ? location : undefined,
      ...given(properties, ['Parameters', 'NotificationARNs', 'TimeoutInMinutes']),
    },
  });
}

/** @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-capacityprovider.html */
export function expandCapacityProvider(workspace: Workspace, resource: SamResource): void {
  const { logicalId, node, properties, own } = resource;
  const role = entryOf(properties, 'OperatorRole');
  define(workspace, logicalId, {
    type: 'AWS::Lambda::CapacityProvider',
    at: node,
    attributes: own,
    properties: {
      ...given(properties, ['CapacityProviderName', 'VpcConfig', 'KmsKeyArn']),
      PermissionsConfig: {
        CapacityProviderOperatorRoleArn: isPresent(role) ? role : operatorRole(workspace, resource),
      },
    },
  });
}

function operatorRole(workspace: Workspace, { logicalId, node, shared }: SamResource): Draft {
  const role: RoleDraft = {
    logicalId: `${logicalId}OperatorRole`,
    trust: trustOf('lambda.amazonaws.com'),
    managed: [],
    inline: [],
  };
  addAwsPolicy(workspace, role, { path: 'AWSLambdaManagedEC2ResourceOperator', at: node });
  defineRole(workspace, role, { at: node, attributes: shared, tags: tagList(undefined, FUNCTION_TAG) });
  return draftNode(getAtt(role.logicalId, 'Arn'), node);
}

function given(properties: TemplateNode, names: readonly string[]): DraftMap {
  return Object.fromEntries(
    entriesOf(properties).filter(([name, value]) => names.includes(name) && givenOf(value) !== undefined),
  );
}
