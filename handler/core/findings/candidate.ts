import type { Assessment } from '#core/access/assess';
import type { StackModel } from '#core/model/stack-model';
import type { Fault, InertGrant } from '#core/rules/need';
import type { Rule } from '#core/rules/rule';

/** Something to report, seen in one scenario. */
export type Candidate =
  | { readonly kind: 'need'; readonly rule: Rule; readonly assessment: Assessment; readonly model: StackModel }
  | { readonly kind: 'inert'; readonly rule: Rule; readonly grant: InertGrant; readonly model: StackModel }
  | { readonly kind: 'fault'; readonly rule: Rule; readonly fault: Fault; readonly model: StackModel };

/** What the reports need to know of the template as the user wrote it. */
export interface Source {
  /** `file`: where it is another than the template that is judged, such as that of a nested stack. */
  readonly positionAt: (offset: number) => {
    readonly line: number;
    readonly column: number;
    readonly file?: string;
  };
  /** Types as written: `AWS::Serverless::Function` before its expansion. */
  readonly typeOf: ReadonlyMap<string, string>;
  /** Transforms that are not expanded here and may add what seems to be missing; nothing is then definite. */
  readonly mayChange: readonly string[];
}
