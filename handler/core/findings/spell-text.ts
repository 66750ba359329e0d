import type { StackModel } from '#core/model/stack-model';
import { literalOf, showText, type Text } from '#core/value/text';

/** Types whose `Ref` is the ARN. */
const REF_IS_ARN = new Set([
  'AWS::SNS::Topic',
  'AWS::Lambda::Alias',
  'AWS::Lambda::Version',
  'AWS::IAM::ManagedPolicy',
  'AWS::StepFunctions::StateMachine',
  'AWS::SecretsManager::Secret',
]);

/** The text in the template's own words (`!GetAtt Orders.Arn`), or undefined where it has none for a part. */
export function spellText(text: Text, model: StackModel): string | undefined {
  const literal = literalOf(text);
  if (literal !== undefined) return quoteIfNeeded(literal);
  const arn = model.lookup.byArn(text);
  if (arn !== undefined) return REF_IS_ARN.has(arn.type) ? `!Ref ${arn.logicalId}` : `!GetAtt ${arn.logicalId}.Arn`;
  const inside = spellInside(text, model);
  return inside === undefined ? undefined : `!Sub ${quoteIfNeeded(inside)}`;
}

/** The text for a reader: `${Orders.Arn}/*`, parts that have no name in the template as what they stand for. */
export function wordsOfText(text: Text, model: StackModel): string {
  return withNames(text, model).replaceAll(/\$\{(?:param|attr):/g, '${');
}

/** The inside of a `!Sub`. */
function spellInside(text: Text, model: StackModel): string | undefined {
  return spellHoles(withNames(text, model));
}

function withNames(text: Text, model: StackModel): string {
  let shown = text
    .map((part) => (typeof part === 'string' || part.reason.kind !== 'any-object' ? showText([part]) : '*'))
    .join('');
  for (const resource of model.lookup.all.values()) {
    if (resource.arn !== undefined && literalOf(resource.arn) === undefined) {
      const name = REF_IS_ARN.has(resource.type) ? resource.logicalId : `${resource.logicalId}.Arn`;
      shown = shown.replaceAll(showText(resource.arn), `\${${name}}`);
    }
    if (literalOf(resource.ref) === undefined)
      shown = shown.replaceAll(showText(resource.ref), `\${${resource.logicalId}}`);
  }
  return shown;
}

function spellHoles(shown: string): string | undefined {
  const spelt = shown.replaceAll(/\$\{(?:param:|attr:)([A-Za-z0-9.:]+)\}/g, '${$1}');
  return /\$\{[^}]*[^A-Za-z0-9.:}][^}]*\}/.test(spelt) || /\$\{(?!AWS::)[^}]*:[^}]*\}/.test(spelt) ? undefined : spelt;
}

export function quoteIfNeeded(text: string): string {
  return /^[A-Za-z0-9_./${}][A-Za-z0-9_./:${}-]*$/.test(text) &&
    !/^[0-9.]+$/.test(text) &&
    !text.startsWith('$') &&
    !text.endsWith(':')
    ? text
    : `'${text.replaceAll("'", "''")}'`;
}
