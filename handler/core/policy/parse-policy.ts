import type { Origin } from '#core/value/origin';
import { literalOf } from '#core/value/text';
import type { UnknownReason } from '#core/value/unknown-reason';
import { itemsOf, textOfValue, valueOfJson, type MapValue, type Value } from '#core/value/value';
import type { PolicyDocument, PolicyProblem, Statement } from './document';
import { parseStatement } from './parse-statement';
import { problemsOfStatement } from './statement-problems';

const ELEMENTS: ReadonlySet<string> = new Set(['Version', 'Id', 'Statement']);

/**
 * Reads a policy document. Never fails: what AWS would reject and what cannot be read are both part of the result.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function parsePolicy(value: Value, label: string): PolicyDocument {
  const { origin } = value;
  if (value.kind === 'map') return parseDocument(value, label);
  if (value.kind === 'unknown') return unreadable(label, { origin, reason: value.reason });
  const literal = value.kind === 'text' ? literalOf(value.text) : undefined;
  const embedded = literal === undefined ? undefined : parseJson(literal, origin);
  if (embedded?.kind === 'map') return parseDocument(embedded, label);
  const hole = value.kind === 'text' ? value.text.find((part) => typeof part !== 'string') : undefined;
  if (hole !== undefined) return unreadable(label, { origin, reason: hole.reason });
  const detail = `\`${label}\` is not a policy document`;
  const document = unreadable(label, { origin, reason: { kind: 'statement-unreadable', detail } });
  return { ...document, problems: [{ message: 'a policy document must be a JSON object', origin }] };
}

function unreadable(label: string, part: { readonly origin: Origin; readonly reason: UnknownReason }): PolicyDocument {
  return { version: 'unknown', statements: [], problems: [], unknowns: [part.reason], origin: part.origin, label };
}

/** Some resources take the document as a JSON text. */
function parseJson(text: string, origin: Origin): Value | undefined {
  try {
    return valueOfJson(JSON.parse(text), origin);
  } catch {
    return undefined;
  }
}

function parseDocument(map: MapValue, label: string): PolicyDocument {
  const statements: Statement[] = [];
  const problems: PolicyProblem[] = [...problemsOfElements(map), ...problemsOfVersion(map)];
  const unknowns: UnknownReason[] = map.open === undefined ? [] : [map.open];
  const version = versionOf(map.entries.get('Version'), map.open !== undefined);
  for (const item of itemsOf(map.entries.get('Statement'))) {
    if (item.kind === 'unknown') unknowns.push(item.reason);
    else if (item.kind === 'map') {
      const { statement, problems: found } = parseStatement(item);
      statements.push(statement);
      problems.push(...found, ...problemsOfStatement(statement, version));
    } else {
      problems.push({ message: 'a statement must be a JSON object', origin: item.origin });
      unknowns.push({ kind: 'statement-unreadable', detail: 'it is not a JSON object' });
    }
  }
  problems.push(...problemsOfSids(statements));
  return { version, statements, problems, unknowns, origin: map.origin, label };
}

function problemsOfElements(map: MapValue): readonly PolicyProblem[] {
  const strange = [...map.entries].filter(([key]) => !ELEMENTS.has(key));
  const problems = strange.map(([key, { origin }]) => ({ message: `a policy has no element \`${key}\``, origin }));
  const lacks = !map.entries.has('Statement') && map.open === undefined;
  return lacks ? [...problems, { message: 'the policy has no `Statement`', origin: map.origin }] : problems;
}

/** AWS: a policy without `Version` is read as 2008-10-17, in which policy variables are plain text. */
function versionOf(value: Value | undefined, isOpen: boolean): PolicyDocument['version'] {
  if (value === undefined) return isOpen ? 'unknown' : '2008-10-17';
  const literal = literalOf(textOfValue(value) ?? []);
  return literal === '2012-10-17' || literal === '2008-10-17' ? literal : 'unknown';
}

function problemsOfVersion(map: MapValue): readonly PolicyProblem[] {
  const value = map.entries.get('Version');
  if (value === undefined || versionOf(value, false) !== 'unknown') return [];
  const text = textOfValue(value);
  if (text?.some((part) => typeof part !== 'string') === true) return [];
  return [{ message: '`Version` must be `2012-10-17` or `2008-10-17`', origin: value.origin }];
}

function problemsOfSids(statements: readonly Statement[]): readonly PolicyProblem[] {
  const seen = new Set<string>();
  return statements.flatMap(({ sid, origin }) => {
    if (sid === undefined || !seen.has(sid)) {
      if (sid !== undefined) seen.add(sid);
      return [];
    }
    return [{ message: `two statements of one policy have the \`Sid\` \`${sid}\``, origin }];
  });
}
