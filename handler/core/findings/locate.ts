import { ownName } from '#core/intrinsics/qualified-name';
import type { StackModel } from '#core/model/stack-model';
import { pathOf, type Origin } from '#core/value/origin';
import { literalOf } from '#core/value/text';
import { entryOf, textOfValue } from '#core/value/value';
import type { Source } from './candidate';

export interface Place {
  readonly path: readonly (string | number)[];
  readonly line: number;
  readonly column: number;
  /** The file, if it is another than the template. */
  readonly file?: string;
}

/** The place in the user's template; undefined for what comes from the account or from AWS's defaults. */
export function placeOf(origin: Origin, source: Source): Place | undefined {
  if (origin.kind !== 'template') return undefined;
  return { path: pathOf(origin.path), ...source.positionAt(origin.start) };
}

/** The CDK construct behind the resource a path leads into. */
export function constructPathOf({ path, file }: Place, model: StackModel, source: Source): string | null {
  const name = String(path[1] ?? '');
  const resource =
    file === undefined
      ? model.lookup.all.get(name)
      : [...model.lookup.all.values()].find(
          ({ logicalId, origin }) => ownName(logicalId) === name && placeOf(origin, source)?.file === file,
        );
  const metadata = resource?.metadata;
  const text = textOfValue(entryOf(metadata, 'aws:cdk:path'));
  return text === undefined ? null : (literalOf(text) ?? null);
}
