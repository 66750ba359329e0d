import { PROCESSED } from '#core/facts/template-stages';

/** `line 16`, or `line 16 of nested.yaml` where that is another file than the one that was given. */
export function lineWords({ line, file }: { readonly line: number; readonly file?: string }): string {
  if (file === undefined) return `line ${line}`;
  return `line ${line} of ${file.endsWith(PROCESSED) ? 'the processed template' : file}`;
}
