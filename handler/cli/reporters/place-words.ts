export interface Place {
  readonly line: number;
  readonly column: number;
  readonly file?: string;
}

/** `template.yaml:16:9`, as editors and terminals open it. */
export function placeIn(template: string, { file = template, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}
