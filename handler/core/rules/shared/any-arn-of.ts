import { arnFormsOf } from '#core/aws/resource-arns';
import type { StackModel } from '#core/model/stack-model';
import { oncePer } from '#core/value/once-per';
import { hole, NAME_SHAPE, textOf, type Hole, type Shape, type Text } from '#core/value/text';

/** What is worked out once for a model. */
const remembered = oncePer<StackModel, Map<string, readonly Text[]>>(() => new Map());

/** Some ARN of each form that the action is asked of; none where its forms are not all known. */
export function anyArnOf(action: string, model: StackModel): readonly Text[] {
  const known = remembered(model);
  const forms =
    known.get(action) ??
    arnFormsOf(action).map((form) => textOfForm(form, new Map([['Partition', model.place.partition]])));
  known.set(action, forms);
  return forms;
}

/** The same in the region and account of the stack. */
export function anyArnHereOf(action: string, { place }: StackModel): readonly Text[] {
  const here = new Map([
    ['Partition', place.partition],
    ['Region', place.region],
    ['Account', place.account],
  ]);
  return arnFormsOf(action).map((form) => textOfForm(form, here));
}

function textOfForm(form: string, known: ReadonlyMap<string, Text>): Text {
  const pieces = form.replace(REVISION, '').split(/\$\{(\w+)\}/);
  return textOf(...pieces.map((piece, index) => (index % 2 === 0 ? piece : (known.get(piece) ?? anyPart(piece)))));
}

/** AWS: whether a task that is run without a revision is asked for with one is not documented. */
const REVISION = ':${TaskDefinitionRevisionNumber}';

const SHAPES: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ['Region', NAME_SHAPE],
  // AWS: what belongs to nobody in particular has no account, such as public parameters.
  ['Account', { ...NAME_SHAPE, minLength: 0 }],
  ['QueueName', NAME_SHAPE],
  ['TopicName', NAME_SHAPE],
]);

function anyPart(name: string): Hole {
  return hole(`any ${name}`, { kind: 'any-object', of: name }, SHAPES.get(name) ?? { ...NAME_SHAPE, without: '*?' });
}
