import { draftNode, getAtt, ref, type Draft } from '../draft';
import { at, entryOf, givenOf, isPresent, isTrue, stringOf } from '../node-reading';
import { s3Location } from './api';
import { tracingPolicy } from './function-role';
import { addPolicies } from './policies';
import { addManagedPolicy, defineRole, trustOf, type RoleDraft } from './role';
import { expandStateMachineEvents, type ExecutionTarget } from './state-machine-events';
import { STATE_MACHINE_TAG, tagList } from './tags';
import { define, managedPolicyArn, report, type SamResource, type Workspace } from './workspace';

/**
 * A state machine with its role and what its events need. AWS: neither `Logging` nor substitutions add a permission.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-statemachine.html
 */
export function expandStateMachine(workspace: Workspace, resource: SamResource): void {
  const { logicalId, node, properties } = resource;
  const role = entryOf(properties, 'Role');
  const policies = entryOf(properties, 'Policies');
  if (isPresent(role) && isPresent(policies)) {
    report(workspace, policies, {
      message: 'a state machine takes `Role` or `Policies`, not both',
      hint: 'take one of them away',
    });
  }
  const uri = givenOf(entryOf(properties, 'DefinitionUri'));
  define(workspace, logicalId, {
    type: 'AWS::StepFunctions::StateMachine',
    at: node,
    attributes: resource.own,
    properties: {
      RoleArn: isPresent(role) ? role : generatedRole(workspace, resource),
      Definition: givenOf(entryOf(properties, 'Definition')),
      DefinitionS3Location: uri && s3Location(uri),
      DefinitionSubstitutions: givenOf(entryOf(properties, 'DefinitionSubstitutions')),
      StateMachineName: givenOf(entryOf(properties, 'Name')),
      StateMachineType: givenOf(entryOf(properties, 'Type')),
      LoggingConfiguration: givenOf(entryOf(properties, 'Logging')),
      TracingConfiguration: givenOf(entryOf(properties, 'Tracing')),
      Tags: tagList(entryOf(properties, 'Tags'), STATE_MACHINE_TAG),
    },
  });
  const alias = publishAlias(workspace, resource);
  const target = isTrue(entryOf(properties, 'UseAliasAsEventTarget')) ? (alias ?? ref(logicalId)) : ref(logicalId);
  expandStateMachineEvents(workspace, resource, targetOf(resource, target));
}

function targetOf({ logicalId, properties, shared }: SamResource, arn: Draft): ExecutionTarget {
  const boundary = entryOf(properties, 'PermissionsBoundary');
  return { logicalId, arn, shared, boundary: isPresent(boundary) ? boundary : undefined };
}

function generatedRole(workspace: Workspace, { logicalId, node, properties, shared }: SamResource): Draft {
  const role: RoleDraft = {
    logicalId: `${logicalId}Role`,
    trust: trustOf('states.amazonaws.com'),
    managed: [],
    inline: [],
  };
  addPolicies(workspace, role, entryOf(properties, 'Policies'));
  const tracing = at(properties, 'Tracing', 'Enabled');
  if (tracing !== undefined && isTrue(tracing)) {
    addManagedPolicy(role, draftNode(managedPolicyArn(workspace, tracingPolicy(workspace)), tracing));
  }
  defineRole(workspace, role, {
    at: node,
    attributes: shared,
    path: givenOf(entryOf(properties, 'RolePath')),
    boundary: givenOf(entryOf(properties, 'PermissionsBoundary')),
    tags: tagList(entryOf(properties, 'Tags'), STATE_MACHINE_TAG),
  });
  return getAtt(role.logicalId, 'Arn');
}

function publishAlias(workspace: Workspace, { logicalId, properties, shared }: SamResource): Draft | undefined {
  const alias = entryOf(properties, 'AutoPublishAlias');
  const name = stringOf(alias);
  if (alias === undefined || name === undefined) return undefined;
  const [versionId, aliasId] = [`${logicalId}Version`, `${logicalId}Alias${name}`];
  define(workspace, versionId, {
    type: 'AWS::StepFunctions::StateMachineVersion',
    at: alias,
    attributes: shared,
    properties: {
      StateMachineArn: ref(logicalId),
      StateMachineRevisionId: getAtt(logicalId, 'StateMachineRevisionId'),
    },
  });
  define(workspace, aliasId, {
    type: 'AWS::StepFunctions::StateMachineAlias',
    at: alias,
    attributes: shared,
    properties: { Name: alias, DeploymentPreference: { StateMachineVersionArn: ref(versionId), Type: 'ALL_AT_ONCE' } },
  });
  return ref(aliasId);
}
