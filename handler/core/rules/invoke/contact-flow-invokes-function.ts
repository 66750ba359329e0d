import type { Need } from '../need';
import { at, textOfValue } from '#core/value/value';
import { defineRule } from '../rule';
import { serviceInvokesTarget } from '../shared/service-invokes';

const id = 'contact-flow-invokes-function';

export const contactFlowInvokesFunction = defineRule({
  id,
  family: 'invoke',
  catalogue: ['L-CONNECT'],
  title: 'Amazon Connect can invoke the function of an integration',
  why: 'Contact flows call the function as connect.amazonaws.com with the instance as SourceArn. Whether the association itself adds the permission to the function is not documented.',
  fix: 'Add an AWS::Lambda::Permission for connect.amazonaws.com with the ARN of the instance as SourceArn.',
  breaks: 'run',
  harm: 'lesser',
  references: ['https://docs.aws.amazon.com/connect/latest/adminguide/connect-lambda-functions.html'],
  needs: (model) =>
    model.lookup.ofType('AWS::Connect::IntegrationAssociation').flatMap((source) =>
      serviceInvokesTarget(
        {
          rule: id,
          service: 'connect.amazonaws.com',
          source,
          sourceArn: textOfValue(at(source.properties, 'InstanceId')),
          target: at(source.properties, 'IntegrationArn'),
          words: 'offers the function to contact flows',
        },
        model,
      ).map((need): Need => ({ ...need, atMost: 'note' })),
    ),
});
