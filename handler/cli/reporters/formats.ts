import type { Reporter } from './report';

export const FORMATS = ['text', 'json', 'sarif', 'junit', 'github', 'markdown', 'html'] as const;
export type Format = (typeof FORMATS)[number];

export function isFormat(value: string): value is Format {
  return FORMATS.some((format) => format === value);
}

/** Loaded when asked for: most runs need one. */
const LOAD: Readonly<Record<Format, () => Promise<Reporter>>> = {
  text: async () => (await import('./text')).reportText,
  json: async () => (await import('./json')).reportJson,
  sarif: async () => (await import('./sarif')).reportSarif,
  junit: async () => (await import('./junit')).reportJunit,
  github: async () => (await import('./github')).reportGithub,
  markdown: async () => (await import('./markdown')).reportMarkdown,
  html: async () => (await import('./html')).reportHtml,
};

export function loadReporter(format: Format): Promise<Reporter> {
  return LOAD[format]();
}
