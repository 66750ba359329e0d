import type { Finding } from '#core/verdict/judgement';

export interface Detail {
  readonly label: 'construct' | 'because' | 'closest' | 'unknown' | 'repair';
  readonly text: string;
}

/** Everything behind a finding's sentence, one line each, in the order in which a reader asks for it. */
export function detailsOf({ location, evidence, closest, unknowns, fix }: Finding): readonly Detail[] {
  return [
    ...(location.constructPath === null ? [] : [{ label: 'construct', text: location.constructPath } as const]),
    ...evidence.map(({ message, kind, line }) => {
      return { label: 'because', text: `${message} (${kind}, line ${line})` } as const;
    }),
    ...(closest === null ? [] : [{ label: 'closest', text: `line ${closest.line}: ${closest.why}` } as const]),
    ...unknowns.map(({ message }) => ({ label: 'unknown', text: message }) as const),
    ...(fix === null ? [] : [{ label: 'repair', text: `${fix.summary}${fix.proved ? ' (proved)' : ''}` } as const]),
  ];
}

/** The lines of a repair, without an empty one at the end. */
export function snippetLines({ fix }: Finding): readonly string[] {
  const snippet = fix?.snippet.trimEnd() ?? '';
  return snippet === '' ? [] : snippet.split('\n');
}
