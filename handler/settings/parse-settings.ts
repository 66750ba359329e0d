import { rules } from '#core/rules/registry';
import { buildTree } from '#core/template/build-tree';
import type { MapNode, TemplateNode } from '#core/template/node';
import { positionAt } from '#core/template/position';
import { type Acceptance, DEFAULT_SETTINGS, type Settings, type StackSettings } from '#core/verdict/settings';
import { EVIDENCE_KINDS, EXISTING, FAMILIES, FAULTS, INVOKES, LEVELS, LEVELS_OR_OFF, OPINIONS } from './settings-words';
import { SettingsReader } from './settings-reader';

/** Something in a settings document that is not understood; nothing of it is then used. */
interface SettingsProblem {
  readonly message: string;
  readonly hint: string | undefined;
  /** `source:line:column`. */
  readonly place: string;
}

export type ParsedSettings = { readonly settings: Settings } | { readonly problems: readonly SettingsProblem[] };

/** Reads YAML or JSON by `schema/settings.schema.json`; what is not said is as in `DEFAULT_SETTINGS`. */
export function parseSettings(text: string, source: string): ParsedSettings {
  const tree = buildTree(text);
  const reader = new SettingsReader();
  for (const { message, start } of tree.problems) reader.refuse(start, message.replace(/^template/u, 'settings'));
  const [document, second] = tree.documents;
  if (second !== undefined) reader.refuse(second.start, 'only one YAML document is allowed');
  const isEmpty = document === undefined || (document.kind === 'scalar' && document.value === null);
  const settings = isEmpty ? DEFAULT_SETTINGS : readDocument(reader, document);
  if (reader.problems.length === 0) return { settings };
  const position = positionAt(text);
  const problems = [...reader.problems].sort((a, b) => a.start - b.start);
  return {
    problems: problems.map(({ message, hint, start }) => {
      const { line, column } = position(start);
      return { message, hint, place: `${source}:${line}:${column}` };
    }),
  };
}

const KEYS = [
  '$schema',
  'levels',
  'evidence',
  'unknown',
  'existing',
  'fault',
  'crossFunctionInvoke',
  'accepted',
  'stacks',
  'trustedAccounts',
  'secondOpinion',
];

function readDocument(reader: SettingsReader, document: TemplateNode): Settings {
  const map = reader.map(document, 'settings');
  if (map === undefined) return DEFAULT_SETTINGS;
  reader.onlyKeys(map, KEYS, 'setting');
  const field = fieldReader(map);
  const defaults = DEFAULT_SETTINGS;
  return {
    levels: field('levels', (node) => readLevels(reader, node), defaults.levels),
    evidenceLevels: {
      ...defaults.evidenceLevels,
      ...field('evidence', (node) => readEvidence(reader, node), NO_EVIDENCE),
    },
    unknown: field('unknown', (node) => reader.oneOf(node, LEVELS, 'unknown'), defaults.unknown),
    existing: field('existing', (node) => reader.oneOf(node, EXISTING, 'existing'), defaults.existing),
    fault: field('fault', (node) => reader.oneOf(node, FAULTS, 'fault'), defaults.fault),
    crossFunctionInvoke: field(
      'crossFunctionInvoke',
      (node) => reader.oneOf(node, INVOKES, 'crossFunctionInvoke'),
      defaults.crossFunctionInvoke,
    ),
    accepted: field('accepted', (node) => readAccepted(reader, node), defaults.accepted),
    stacks: field('stacks', (node) => readStacks(reader, node), defaults.stacks),
    trustedAccounts: field('trustedAccounts', (node) => readAccounts(reader, node), defaults.trustedAccounts),
    secondOpinion: field(
      'secondOpinion',
      (node) => reader.oneOf(node, OPINIONS, 'secondOpinion'),
      defaults.secondOpinion,
    ),
  };
}

type ReadField = <T>(name: string, read: (node: TemplateNode) => T | undefined, otherwise: T) => T;

function fieldReader(map: MapNode): ReadField {
  return (name, read, otherwise) => {
    const entry = map.entries.get(name);
    return (entry && read(entry.value)) ?? otherwise;
  };
}

function readLevels(reader: SettingsReader, node: TemplateNode): Settings['levels'] | undefined {
  const map = reader.map(node, 'levels');
  if (map === undefined) return undefined;
  reader.onlyKeys(map, [...rules.map((rule) => rule.id), ...FAMILIES], 'rule or family');
  const levels = [...map.entries].map(([id, { value }]) => [id, reader.oneOf(value, LEVELS_OR_OFF, id)] as const);
  return new Map(levels.flatMap(([id, level]) => (level === undefined ? [] : [[id, level] as const])));
}

type EvidenceLevels = Partial<Settings['evidenceLevels']>;
const NO_EVIDENCE: EvidenceLevels = {};

function readEvidence(reader: SettingsReader, node: TemplateNode): EvidenceLevels | undefined {
  const map = reader.map(node, 'evidence');
  if (map === undefined) return undefined;
  reader.onlyKeys(map, EVIDENCE_KINDS, 'kind of evidence');
  const given = EVIDENCE_KINDS.flatMap((kind) => {
    const entry = map.entries.get(kind);
    const level = entry && reader.oneOf(entry.value, LEVELS, kind);
    return level === undefined ? [] : [[kind, level] as const];
  });
  return Object.fromEntries(given);
}

function readStacks(reader: SettingsReader, node: TemplateNode): readonly StackSettings[] | undefined {
  const items = reader.list(node, 'stacks', 'write `stacks: [ { names: [ prod-* ], unknown: warn } ]`');
  return items?.flatMap((item) => {
    const map = reader.map(item, 'settings of stacks');
    return map === undefined ? [] : [readStack(reader, map)];
  });
}

function readStack(reader: SettingsReader, map: MapNode): StackSettings {
  reader.onlyKeys(map, ['names', 'tags', 'levels', 'evidence', 'unknown', 'existing'], 'setting of stacks');
  const field = fieldReader(map);
  if (!map.entries.has('names') && !map.entries.has('tags'))
    reader.refuse(map.start, '`names` or `tags` is missing', 'add the names of the stacks, as `prod-*`');
  const names = field('names', (node) => reader.texts(node, 'names', STACK_NAME), undefined);
  const tags = field('tags', (node) => readTags(reader, node), undefined);
  const unknown = field('unknown', (node) => reader.oneOf(node, LEVELS, 'unknown'), undefined);
  const existing = field('existing', (node) => reader.oneOf(node, EXISTING, 'existing'), undefined);
  return {
    ...(names === undefined ? {} : { names }),
    ...(tags === undefined ? {} : { tags }),
    levels: field('levels', (node) => readLevels(reader, node), DEFAULT_SETTINGS.levels),
    evidenceLevels: field('evidence', (node) => readEvidence(reader, node), NO_EVIDENCE),
    ...(unknown === undefined ? {} : { unknown }),
    ...(existing === undefined ? {} : { existing }),
  };
}

function readTags(reader: SettingsReader, node: TemplateNode): StackSettings['tags'] {
  const map = reader.map(node, 'tags');
  return map && new Map([...map.entries].map(([key, { value }]) => [key, reader.texts(value, key, TAG_VALUE)]));
}

const TAG_VALUE = {
  form: /^.{0,256}$/su,
  hint: 'the value of a tag has 256 characters at most; `*` and `?` may be among them',
};
const STACK_NAME = {
  form: /^[A-Za-z0-9*?-]{1,128}$/u,
  hint: 'a name of stacks may hold letters, digits, `-`, `*` and `?`',
};
const ACCOUNT_ID = { form: /^\d{12}$/u, hint: 'an account id has twelve digits; put it in quotes' };

function readAccounts(reader: SettingsReader, node: TemplateNode): readonly string[] | undefined {
  return reader.texts(node, 'trustedAccounts', ACCOUNT_ID);
}

function readAccepted(reader: SettingsReader, node: TemplateNode): readonly Acceptance[] | undefined {
  const items = reader.list(node, 'accepted', 'write `accepted: [ { id: …, reason: … } ]`');
  return items?.flatMap((item) => {
    const map = reader.map(item, 'accepted finding');
    return map === undefined ? [] : readAcceptance(reader, map);
  });
}

const RULE_ID = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/u;

function readAcceptance(reader: SettingsReader, map: MapNode): readonly Acceptance[] {
  reader.onlyKeys(map, ['id', 'reason', 'expires'], 'key of an accepted finding');
  const id = reader.requiredText(map, 'id', 'the rule id or the key of the finding');
  const reason = reader.requiredText(map, 'reason', 'why it is accepted');
  const expires = map.entries.get('expires')?.value;
  const day = expires && reader.day(expires, 'expires');
  if (id !== undefined && RULE_ID.test(id.text))
    reader.known(
      id,
      rules.map((rule) => rule.id),
      'rule',
    );
  if (id === undefined || reason === undefined) return [];
  return [{ id: id.text, reason: reason.text, ...(day === undefined ? {} : { expires: day }) }];
}
