import type { Facts } from '#core/facts/facts';

/** What a command may do to the world; a test hands in its own. Findings and answers go to `out`, everything else to `err`. */
export interface CommandIo {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** The text of a file, or of standard input for `-`; fails with an `InputError` that can be shown. */
  readonly readText: (path: string) => Promise<string>;
}

/** What the process is started in; kept apart from `CommandIo` because most commands need none of it. */
export interface ProcessIo extends CommandIo {
  readonly writeText: (path: string, text: string) => Promise<void>;
  /** Data that ships with the program. */
  readonly referenceFacts: Facts;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  /** Each true only on a terminal; colour also honours `NO_COLOR`. */
  readonly terminal: { readonly colour: boolean; readonly progress: boolean };
}

/** Takes the arguments after its name; answers the exit status. */
export type Command = (args: readonly string[], io: ProcessIo) => Promise<number>;

/** What CI systems rely on. */
export const EXIT = { passed: 0, found: 1, unusable: 2 } as const;

/** The command was called in a way it does not understand. */
export class UsageError extends Error {
  readonly code = 'usage';
  constructor(
    message: string,
    readonly hint?: string,
  ) {
    super(message);
  }
}

/** Something the user named cannot be read. */
export class InputError extends Error {
  readonly code = 'input';
  constructor(
    message: string,
    readonly hint?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The file is there, but holds no text, so it was no template that somebody wrote. */
export class NotTextError extends InputError {}
