/**
 * The gate could not judge. The code is what audit records and alarms are built on; nobody matches the message.
 *
 * INVARIANT: the message names neither the payload's URL (a bearer secret) nor any text of a template.
 */
export class GateError extends Error {
  constructor(
    readonly code: GateErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'GateError';
  }
}

export type GateErrorCode =
  | 'settings-unreadable'
  | 'event-unreadable'
  | 'payload-missing'
  | 'payload-url-refused'
  | 'payload-unavailable'
  | 'payload-too-large'
  | 'payload-unreadable'
  | 'time-out'
  | 'internal';

/** What may be said of an error in public: of foreign ones only the name, as their messages may quote a template. */
export function describeFault(error: unknown): { readonly code: GateErrorCode; readonly message: string } {
  if (error instanceof GateError) return { code: error.code, message: error.message };
  const name = error instanceof Error ? error.name : typeof error;
  return { code: 'internal', message: `the gate failed with an unexpected ${name}` };
}

/** Where an unexpected error arose: frames of our own bundle, without the message. */
export function framesOf(error: unknown): readonly string[] {
  if (!(error instanceof Error) || error instanceof GateError) return [];
  return (error.stack ?? '')
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, 5)
    .map((line) => line.trim().slice(0, 200));
}
