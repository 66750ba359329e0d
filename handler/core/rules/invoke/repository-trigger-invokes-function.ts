import { at, itemsOf } from '#core/value/value';
import { defineRule } from '../rule';
import { serviceInvokesTarget } from '../shared/service-invokes';

const id = 'repository-trigger-invokes-function';

export const repositoryTriggerInvokesFunction = defineRule({
  id,
  family: 'invoke',
  catalogue: ['L-CODECOMMIT'],
  title: 'CodeCommit can invoke the function of a trigger',
  why: 'CodeCommit calls the function of a trigger as codecommit.amazonaws.com with the repository as SourceArn.',
  fix: 'Add an AWS::Lambda::Permission for codecommit.amazonaws.com with `!GetAtt Repository.Arn` as SourceArn.',
  breaks: 'run',
  harm: 'lesser',
  references: ['https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-notify-lambda-cc.html'],
  needs: (model) =>
    model.lookup.ofType('AWS::CodeCommit::Repository').flatMap((source) =>
      itemsOf(at(source.properties, 'Triggers')).flatMap((trigger) =>
        serviceInvokesTarget(
          {
            rule: id,
            service: 'codecommit.amazonaws.com',
            source,
            sourceArn: source.arn,
            target: at(trigger, 'DestinationArn'),
            words: 'triggers the function',
          },
          model,
        ),
      ),
    ),
});
