import type { TemplateNode } from '#core/template/node';
import { draftMap, getAtt, ref, sub, withEntries, type Draft } from '../../draft';
import { entryOf, isMap, isPresent, listOf, refTarget, stringOf } from '../../node-reading';
import { amend, define, leaveOut, regionalArn, report } from '../workspace';
import { permit, type FunctionEvent } from './event';

/** AWS: without `SkillId` any skill may invoke the function. */
export function alexaSkill(event: FunctionEvent): void {
  const skill = entryOf(event.properties, 'SkillId');
  permit(event, { principal: 'alexa-appkit.amazon.com', eventSourceToken: isPresent(skill) ? skill : undefined });
}

/** @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-cloudwatchlogs.html */
export function cloudWatchLogs(event: FunctionEvent): void {
  const { workspace, id, node, properties, target } = event;
  const group = entryOf(properties, 'LogGroupName');
  const arn = regionalArn(workspace, 'logs', 'log-group:${__LogGroupName__}:*');
  const permission = permit(event, {
    principal: 'logs.amazonaws.com',
    sourceArn: sub(arn, { __LogGroupName__: group }),
  });
  define(workspace, id, {
    type: 'AWS::Logs::SubscriptionFilter',
    at: node,
    attributes: { ...target.shared, DependsOn: [permission] },
    properties: {
      LogGroupName: group,
      FilterPattern: entryOf(properties, 'FilterPattern'),
      DestinationArn: target.arn,
    },
  });
}

/** @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-iotrule.html */
export function iotRule(event: FunctionEvent): void {
  const { workspace, id, node, properties, target } = event;
  permit(event, {
    principal: 'iot.amazonaws.com',
    sourceArn: sub(regionalArn(workspace, 'iot', 'rule/${RuleName}'), { RuleName: ref(id) }),
    sourceAccount: sub('${AWS::AccountId}'),
  });
  define(workspace, id, {
    type: 'AWS::IoT::TopicRule',
    at: node,
    attributes: target.shared,
    properties: {
      TopicRulePayload: {
        Sql: entryOf(properties, 'Sql'),
        RuleDisabled: false,
        Actions: [{ Lambda: { FunctionArn: target.arn } }],
        AwsIotSqlVersion: entryOf(properties, 'AwsIotSqlVersion'),
      },
    },
  });
}

/** @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-cognito.html */
export function cognito(event: FunctionEvent): void {
  const { workspace, node, properties, target } = event;
  const poolId = refTarget(entryOf(properties, 'UserPool'));
  const pool = poolId === undefined ? undefined : workspace.resources.get(poolId);
  if (poolId === undefined || !isMap(pool)) {
    report(workspace, node, 'a Cognito event wants `UserPool: !Ref` of a user pool of this template');
    leaveOut(workspace, `Cognito event ${event.id}`);
    return;
  }
  const prefix = `${target.aliasId ?? target.functionId}Cognito`;
  permit(event, { principal: 'cognito-idp.amazonaws.com', sourceArn: getAtt(poolId, 'Arn'), prefix });
  const triggers = listOf(entryOf(properties, 'Trigger')).flatMap((trigger) => stringOf(trigger) ?? []);
  amend(workspace, poolId, { Properties: withTriggers(event, entryOf(pool, 'Properties'), triggers) });
}

function withTriggers(
  { node, target }: FunctionEvent,
  written: TemplateNode | undefined,
  triggers: readonly string[],
): Draft {
  const properties = isMap(written) ? written : draftMap({}, node);
  const present = entryOf(properties, 'LambdaConfig');
  const config = isMap(present) ? present : draftMap({}, node);
  const added = triggers
    .filter((trigger) => !config.entries.has(trigger))
    .map((trigger) => [trigger, target.arn] as const);
  const addedEntries = draftMap(new Map(added), node).entries;
  return withEntries(properties, {
    LambdaConfig: { ...config, entries: new Map([...config.entries, ...addedEntries]) },
  });
}
