import { defineRule } from '../rule';
import { secretMappings, secretNeed, sourceSecrets } from '../shared/broker-sources';
import { resourceOf } from '../shared/role-calls';

const id = 'lambda-reads-event-source-secret';

export const lambdaReadsEventSourceSecret = defineRule({
  id,
  family: 'event-source',
  catalogue: ['E-MSK', 'E-KAFKA', 'E-MQ', 'E-DOCDB'],
  title: 'Lambda can read the secret it signs in to the event source with',
  why: 'Lambda reads the secrets of a mapping with the execution role. SAM grants only some of them: not that of a SASL login to MSK, nor the root certificate of a self-managed cluster.',
  fix: 'Allow secretsmanager:GetSecretValue on each secret of SourceAccessConfigurations in the execution role.',
  breaks: 'run',
  harm: 'access',
  references: [
    'https://docs.aws.amazon.com/lambda/latest/dg/with-kafka-permissions.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html',
  ],
  needs: (model) =>
    secretMappings(model).flatMap((mapping) =>
      sourceSecrets(mapping).map((access) => {
        const resource = resourceOf(access.uri, model);
        return secretNeed(id, { mapping, access, action: 'secretsmanager:GetSecretValue', resource });
      }),
    ),
});
