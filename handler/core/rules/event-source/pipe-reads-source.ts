import type { StackModel } from '#core/model/stack-model';
import { at, textOfValue } from '#core/value/value';
import type { Need } from '../need';
import { defineRule } from '../rule';
import { sourceResource } from '../shared/event-source-mappings';
import { handoverNeeds } from '../shared/handovers';
import { pipeDeadLetters, pipes, sourceActions, type Pipe } from '../shared/pipes';
import { decryptingNeeds } from '../shared/target-keys';
import { roleCall } from '../shared/role-calls';
import { resourceRef } from '../shared/role-needs';

const id = 'pipe-reads-source';

export const pipeReadsSource = defineRule({
  id,
  family: 'event-source',
  catalogue: ['P-SOURCE'],
  title: 'Pipe can read its source',
  why: 'A pipe reads its source and writes its dead letters with its own role, and both are tried when the pipe is created. For a table the ARN is that of the stream, not of the table.',
  fix: 'Allow the reading actions on the ARN of the source in the role of the pipe, and sqs:SendMessage or sns:Publish on its dead-letter target.',
  breaks: 'deploy',
  harm: 'access',
  references: ['https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html'],
  needs: (model) =>
    pipes(model).flatMap((pipe) => [
      ...readingNeeds(pipe, model),
      ...pipeDeadLetters(pipe).flatMap((each) => handoverNeeds(id, each, model)),
    ]),
});

function readingNeeds({ resource, role }: Pipe, model: StackModel): readonly Need[] {
  const source = at(resource.properties, 'Source');
  const arn = textOfValue(source);
  if (source === undefined || arn === undefined) return [];
  const message = `pipe \`${resource.logicalId}\` reads this source`;
  const evidence = { kind: 'wired' as const, message, origin: source.origin };
  const ref = resourceRef(arn, model, sourceResource(arn, model)?.logicalId);
  const reading = sourceActions(arn).map(([action, ...orActions]) =>
    roleCall({ rule: id, role, action, orActions, resource: ref, evidence }),
  );
  return [...reading, ...decryptingNeeds(id, { role, by: 'other-service', target: arn, evidence }, model)];
}
