/** A text as code puts it together: of known parts and of environment variables. */
export type CodeText = readonly CodeTextPart[];
export type CodeTextPart = string | CodeVariable;
interface CodeVariable {
  readonly variable: string;
  /** What the code takes where the variable is not set. */
  readonly otherwise?: string;
}

/** What a call is handed, as far as the code shows it. */
export type CodeInput = CodeTextInput | CodeRecord | CodeList | { readonly kind: 'unknown' };
interface CodeTextInput {
  readonly kind: 'text';
  readonly text: CodeText;
}
interface CodeRecord {
  readonly kind: 'record';
  readonly entries: readonly { readonly key: CodeText; readonly value: CodeInput }[];
  /** There may be more entries than these. */
  readonly isOpen: boolean;
}
interface CodeList {
  readonly kind: 'list';
  readonly items: readonly CodeInput[];
  readonly isOpen: boolean;
}

/** A call of the AWS SDK that code was seen to make in its own name. */
export interface SdkCall {
  /** As IAM calls the service. */
  readonly service: string;
  /** As the API calls it: `ListObjectsV2`. */
  readonly operation: string;
  readonly input: CodeInput;
  /** The code names a region, and it may be another than the function's. */
  readonly isElsewhere: boolean;
  /** The file, where the code has several or lies outside of the template. */
  readonly file: string | undefined;
  readonly line: number;
}

export interface InlineCode {
  readonly source: string;
  readonly runtime: string;
  /** `index.handler`. */
  readonly handler: string;
}

/** Reads function code for whoever has no parser: the core is handed one. */
export interface CodeReader {
  readonly inline: (code: InlineCode) => readonly SdkCall[];
  /** Calls of code that lies beside the template, by the key that `localCodeKey` gives; what was not read is not there. */
  readonly local: ReadonlyMap<string, readonly SdkCall[]>;
}
