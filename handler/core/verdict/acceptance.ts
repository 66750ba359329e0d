import type { StackModel } from '#core/model/stack-model';
import { literalOf } from '#core/value/text';
import { at, itemsOf, textOfValue, type Value } from '#core/value/value';
import type { AcceptedFinding, Finding } from './judgement';
import type { Acceptance, Settings } from './settings';

/** An acceptance, and the resource it is written on; those of the template or the settings hold everywhere. */
interface ScopedAcceptance extends Acceptance {
  readonly logicalId: string | undefined;
  /** Where it stands in the template; absent for one of the settings. */
  readonly start?: number;
}

export interface Accepted {
  readonly kept: readonly Finding[];
  readonly accepted: readonly AcceptedFinding[];
  readonly notes: readonly AcceptanceNote[];
}

/** Something to say of an acceptance itself, at its own place or at the finding that it no longer covers. */
export interface AcceptanceNote {
  readonly message: string;
  readonly hint: string;
  readonly at: number | Finding['location'];
}

/** Takes out what somebody accepted with a reason, for as long as the acceptance lasts. */
export function applyAcceptances(
  findings: readonly Finding[],
  acceptances: readonly ScopedAcceptance[],
  today: string,
): Accepted {
  const isOver = ({ expires }: ScopedAcceptance): boolean => expires !== undefined && expires < today;
  const live = acceptances.filter((each) => !isOver(each));
  const used = new Set<number | undefined>();
  const kept: Finding[] = [];
  const accepted: AcceptedFinding[] = [];
  for (const finding of findings) {
    const by = live.find((each) => covers(each, finding));
    if (by === undefined) kept.push(finding);
    else accepted.push({ key: finding.key, reason: by.reason, expires: by.expires ?? null });
    used.add(by?.start);
  }
  const over = acceptances.filter(isOver).flatMap((each) => overNote(each, kept));
  const idle = live.filter(({ start }) => start !== undefined && !used.has(start)).flatMap(idleNote);
  return { kept, accepted, notes: uniqueNotes([...over, ...idle]) };
}

/** Settings hold for many templates: what ended there is said only where it is missed. */
function overNote(acceptance: ScopedAcceptance, kept: readonly Finding[]): readonly AcceptanceNote[] {
  const at = acceptance.start ?? kept.find((each) => covers(acceptance, each))?.location;
  const message = `the acceptance of \`${acceptance.id}\` ended on ${acceptance.expires ?? ''}`;
  return at === undefined ? [] : [{ message, hint: 'repair the finding, or accept it anew with a reason', at }];
}

function idleNote({ id, start }: ScopedAcceptance): readonly AcceptanceNote[] {
  if (start === undefined) return [];
  return [{ message: `the acceptance of \`${id}\` accepts nothing`, hint: 'remove it', at: start }];
}

/** A transform may carry one acceptance to several resources. */
function uniqueNotes(notes: readonly AcceptanceNote[]): readonly AcceptanceNote[] {
  return [...new Map(notes.map((note) => [JSON.stringify([note.message, note.at]), note])).values()];
}

function covers({ id, logicalId }: ScopedAcceptance, finding: Finding): boolean {
  if (id !== finding.rule && id !== finding.key) return false;
  if (logicalId === undefined) return true;
  return [finding.location.path[1], finding.principal.logicalId, finding.resource.logicalId, finding.function].includes(
    logicalId,
  );
}

/** `Metadata: { PermissionHook: { Accept: [ { Id, Reason, Expires } ] } }` on a resource or the template. */
export function acceptancesOf(model: StackModel, settings: Settings): readonly ScopedAcceptance[] {
  const everywhere = settings.accepted.map((each) => ({ ...each, logicalId: undefined }));
  const inTemplate = readAcceptances(model.metadata, undefined);
  const onResources = [...model.lookup.all.values()].flatMap((each) => readAcceptances(each.metadata, each.logicalId));
  return [...everywhere, ...inTemplate, ...onResources];
}

function readAcceptances(metadata: Value | undefined, logicalId: string | undefined): readonly ScopedAcceptance[] {
  return itemsOf(at(metadata, 'PermissionHook', 'Accept')).flatMap((item) => {
    const id = literalOf(textOfValue(at(item, 'Id')) ?? []);
    const reason = literalOf(textOfValue(at(item, 'Reason')) ?? []);
    const expires = literalOf(textOfValue(at(item, 'Expires')) ?? []);
    const start = item.origin.kind === 'template' ? { start: item.origin.start } : {};
    if (id === undefined || id === '' || reason === undefined || reason === '') return [];
    return [{ id, reason, logicalId, ...start, ...(expires === undefined || expires === '' ? {} : { expires }) }];
  });
}
