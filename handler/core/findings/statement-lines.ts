import type { StackModel } from '#core/model/stack-model';
import type { Statement } from '#core/policy/document';
import { showText, type Text } from '#core/value/text';
import type { Source } from './candidate';
import { quoteIfNeeded, spellText } from './spell-text';

export interface Snippet {
  readonly summary: string;
  readonly snippet: string;
}

/** What a snippet is written for. */
export interface Template {
  readonly model: StackModel;
  readonly source: Source;
}

/** A statement as an item of a YAML list. */
export function statementLines(statement: Statement, template: Template): readonly string[] {
  const principal = statement.principals?.principals[0];
  const condition = statement.conditions[0];
  const value = condition === undefined || 'kind' in condition.values ? undefined : condition.values[0];
  return [
    '- Effect: Allow',
    ...(principal === undefined ? [] : [`  Principal: { ${principal.type}: ${spell(principal.text, template)} }`]),
    `  Action: ${statement.actions?.patterns.map(({ text }) => quoteIfNeeded(showText(text))).join(', ') ?? ''}`,
    `  Resource: ${statement.resources?.patterns.map(({ text }) => spell(text, template)).join(', ') ?? ''}`,
    ...(condition === undefined || value === undefined
      ? []
      : [`  Condition: { ${condition.operator}: { ${condition.key}: ${spell(value, template)} } }`]),
  ];
}

/** A part that has no name in the template is left for the reader to fill in. */
export function spell(text: Text, { model }: Template): string {
  return spellText(text, model) ?? quoteIfNeeded(showText(text));
}

export function lines(...all: readonly string[]): string {
  return all.join('\n');
}

export function indent(all: readonly string[], by: number): readonly string[] {
  return all.map((line) => ' '.repeat(by) + line);
}
