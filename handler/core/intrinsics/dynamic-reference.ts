import { factKey } from '#core/facts/facts';
import { hole, literalOf, showText, textOf, type Text, type TextPart } from '#core/value/text';
import type { TemplateScope } from './template-scope';

const OPENING = '{{resolve:';
const CLOSING = '}}';

/**
 * Makes holes of the dynamic references in a text, for CloudFormation fills them in only while deploying.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
 */
export function withDynamicReferences(text: Text, scope: TemplateScope): Text {
  if (!text.some((part) => typeof part === 'string' && part.includes(OPENING))) return text;
  const done: TextPart[] = [];
  let pending: TextPart[] | undefined;
  for (const piece of text.flatMap(cutAtMarks)) {
    if (pending === undefined) {
      if (piece === OPENING) pending = [piece];
      else done.push(piece);
      continue;
    }
    pending.push(piece);
    if (piece === CLOSING) {
      for (const part of referenced(textOf(pending), scope)) done.push(part);
      pending = undefined;
    }
  }
  return textOf(done, pending ?? []);
}

const MARKS = /(\{\{resolve:|\}\})/;
function cutAtMarks(part: TextPart): readonly TextPart[] {
  return typeof part === 'string' ? part.split(MARKS) : [part];
}

function referenced(reference: Text, scope: TemplateScope): Text {
  const shown = showText(reference);
  const inStore = storedValue(literalOf(reference), scope);
  return inStore ?? [hole(shown, { kind: 'dynamic-reference', reference: shown })];
}

/** The value of `{{resolve:ssm:name}}`, if it was read; secrets are never read. */
function storedValue(reference: string | undefined, scope: TemplateScope): Text | undefined {
  const [, service, name, version] = (reference ?? '').slice(2, -2).split(':');
  if (service !== 'ssm' || name === undefined || name === '' || version !== undefined) return undefined;
  const fact = scope.facts.get(factKey({ kind: 'ssm-parameter', id: name }));
  return fact?.status === 'found' && typeof fact.value === 'string' ? textOf(fact.value) : undefined;
}
