export interface Place {
  readonly line: number;
  readonly column: number;
  readonly file?: string;
}

/** `template.yaml:16:9`, as editors and terminals open it. */
export function placeIn(template: string, { file = template, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}

/** `line 16`, or `line 16 of nested.yaml` where that is another file. */
export function lineWords({ line, file }: Pick<Place, 'line' | 'file'>): string {
  return file === undefined ? `line ${line}` : `line ${line} of ${file}`;
}
