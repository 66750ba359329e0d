import type { Resource } from '#core/model/stack-model';
import { at, itemsOf, type Value } from '#core/value/value';
import { defineRule } from '../rule';
import { serviceInvokesTarget } from '../shared/service-invokes';

const id = 'bedrock-agent-invokes-function';

export const bedrockAgentInvokesFunction = defineRule({
  id,
  family: 'invoke',
  catalogue: ['L-BEDROCK', 'L-SERVICE-RULE', 'L-QUALIFIER'],
  title: 'Bedrock can invoke the functions of an agent',
  why: 'Bedrock calls the function of an action group as bedrock.amazonaws.com with the agent as SourceArn, whatever the role of the agent allows.',
  fix: 'Add an AWS::Lambda::Permission for bedrock.amazonaws.com with `!GetAtt Agent.AgentArn` as SourceArn.',
  breaks: 'run',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/bedrock/latest/userguide/agents-permissions.html'],
  needs: (model) =>
    model.lookup.ofType('AWS::Bedrock::Agent').flatMap((source) =>
      targetsOf(source).flatMap((target) =>
        serviceInvokesTarget(
          {
            rule: id,
            service: 'bedrock.amazonaws.com',
            source,
            sourceArn: source.arn,
            target,
            words: 'calls the function',
          },
          model,
        ),
      ),
    ),
});

/** The nodes of a flow are called with the role of the flow, not of an agent. */
function targetsOf({ properties }: Resource): readonly Value[] {
  const groups = itemsOf(at(properties, 'ActionGroups')).map((group) => at(group, 'ActionGroupExecutor', 'Lambda'));
  const parser = at(properties, 'PromptOverrideConfiguration', 'OverrideLambda');
  return [...groups, parser].filter((target) => target !== undefined);
}
