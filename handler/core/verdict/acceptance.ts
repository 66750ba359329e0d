import type { StackModel } from '#core/model/stack-model';
import { literalOf } from '#core/value/text';
import { at, itemsOf, textOfValue, type Value } from '#core/value/value';
import type { AcceptedFinding, Finding } from './judgement';
import type { Acceptance, Settings } from './settings';

/** An acceptance, and the resource it is written on; those of the template or the settings hold everywhere. */
interface ScopedAcceptance extends Acceptance {
  readonly logicalId: string | undefined;
}

export interface Accepted {
  readonly kept: readonly Finding[];
  readonly accepted: readonly AcceptedFinding[];
}

/** Takes out what somebody accepted with a reason, for as long as the acceptance lasts. */
export function applyAcceptances(
  findings: readonly Finding[],
  acceptances: readonly ScopedAcceptance[],
  today: string,
): Accepted {
  const live = acceptances.filter(({ expires }) => expires === undefined || expires >= today);
  const kept: Finding[] = [];
  const accepted: AcceptedFinding[] = [];
  for (const finding of findings) {
    const by = live.find((each) => covers(each, finding));
    if (by === undefined) kept.push(finding);
    else accepted.push({ key: finding.key, reason: by.reason, expires: by.expires ?? null });
  }
  return { kept, accepted };
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
    if (id === undefined || id === '' || reason === undefined || reason === '') return [];
    return [{ id, reason, logicalId, ...(expires === undefined || expires === '' ? {} : { expires }) }];
  });
}
