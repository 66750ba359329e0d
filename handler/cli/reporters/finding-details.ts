import type { Finding } from '#core/verdict/judgement';
import { lineWords } from '#core/verdict/line-words';

type Place = Parameters<typeof lineWords>[0];

export interface Detail {
  readonly label: 'construct' | 'because' | 'closest' | 'unknown' | 'repair';
  readonly text: string;
}

/** Everything behind a finding's sentence, one line each, in the order in which a reader asks for it. */
export function detailsOf({ location, evidence, closest, unknowns, fix }: Finding): readonly Detail[] {
  return [
    ...(location.constructPath === null ? [] : [{ label: 'construct', text: location.constructPath } as const]),
    ...evidence.map((each) => {
      return {
        label: 'because',
        text: `${each.message} (${each.kind}, ${lineWords(besides(each, location))})`,
      } as const;
    }),
    ...(closest === null
      ? []
      : [{ label: 'closest', text: `${lineWords(besides(closest, location))}: ${closest.why}` } as const]),
    ...unknowns.map(({ message }) => ({ label: 'unknown', text: message }) as const),
    ...(fix === null ? [] : [{ label: 'repair', text: `${fix.summary}${fix.proved ? ' (proved)' : ''}` } as const]),
  ];
}

/** The finding's own file need not be named again. */
function besides({ line, file }: Place, location: Place): Place {
  if (file === location.file) return { line };
  return { line, file: file ?? 'the template around it' };
}

/** The lines of a repair, without an empty one at the end. */
export function snippetLines({ fix }: Finding): readonly string[] {
  const snippet = fix?.snippet.trimEnd() ?? '';
  return snippet === '' ? [] : snippet.split('\n');
}
