import type { Statement } from '#core/policy/document';

/** A statement to add, and the policy it goes into. */
export interface Addition {
  readonly layer: 'identity' | 'boundary' | 'resource';
  readonly statement: Statement;
}
