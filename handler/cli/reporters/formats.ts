import type { Reporter } from './report';

export const FORMATS = ['text', 'json'] as const;
export type Format = (typeof FORMATS)[number];

export function isFormat(value: string): value is Format {
  return FORMATS.some((format) => format === value);
}

/** Loaded when asked for: most runs need one. */
export async function loadReporter(format: Format): Promise<Reporter> {
  switch (format) {
    case 'text':
      return (await import('./text')).reportText;
    case 'json':
      return (await import('./json')).reportJson;
  }
}
