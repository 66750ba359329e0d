import type { CodeReader } from '#core/model/sdk-call';

const NO_LOCAL_CODE: CodeReader['local'] = new Map();

/** A reader for the code in a template. The parsers are loaded where there is some: most templates hold none. */
export async function readerFor(template: string): Promise<CodeReader | undefined> {
  if (!template.includes('ZipFile') && !template.includes('InlineCode')) return undefined;
  const { inlineCode } = await import('./code-reader');
  return { inline: inlineCode(), local: NO_LOCAL_CODE };
}
