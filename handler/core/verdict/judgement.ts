import type { FactRequest } from '#core/facts/facts';
import type { Simulation } from '#core/findings/simulation';
import type { Outcome } from '#core/iam/decision';
import type { LayerName } from '#core/iam/request';
import type { Environment } from '#core/intrinsics/resolved-template';
import type { CodeReader } from '#core/model/sdk-call';
import type { EvidenceKind } from '#core/rules/need';
import type { Level } from './settings';

/** What we are asked to judge. */
export interface Proposal {
  /** As given by the user; shown in reports. */
  readonly name: string;
  readonly text: string;
  readonly previousText?: string;
  /** Texts of the templates beside it that nested stacks may be made of, by path: relative to where `name` is. */
  readonly files?: ReadonlyMap<string, string>;
  /** Reads the code of functions; absent: no code is read. */
  readonly code?: CodeReader;
  readonly environment: Environment;
  /** Judges every combination of what conditions and `AllowedValues` leave open, as far as a larger cap allows. */
  readonly allScenarios?: boolean;
  /** A resource asked about alone: what is missing may be made beside it or right after it. */
  readonly scope?: 'one-resource';
  /** `YYYY-MM-DD`, handed in because the core has no clock; acceptances expire by it. */
  readonly today: string;
}

/** The gate's answer on one template: the shape of `check --format json`, see schema/judgement.schema.json. */
export interface Judgement {
  readonly template: string;
  readonly verdict: 'pass' | 'fail' | 'inconclusive';
  readonly counts: {
    readonly needs: number;
    readonly allowed: number;
    readonly denied: number;
    readonly unknown: number;
  };
  readonly findings: readonly Finding[];
  readonly accepted: readonly AcceptedFinding[];
  readonly problems: readonly ReportedProblem[];
  /** Not part of the JSON output: what the edge may read before judging again. */
  readonly wantedFacts: readonly FactRequest[];
  /** Not part of the JSON output: what IAM may be asked before anything is blocked. */
  readonly simulations?: readonly Simulation[];
}

type JsonPath = readonly (string | number)[];

export interface Finding {
  readonly key: string;
  readonly rule: string;
  readonly level: Level;
  readonly certainty: 'definite' | 'possible';
  readonly since: 'new' | 'existing';
  readonly outcome: Exclude<Outcome, 'allow'>;
  readonly layer: LayerName | null;
  readonly message: string;
  readonly principal: {
    readonly logicalId: string | null;
    readonly arn: string | null;
    readonly service: string | null;
  };
  readonly action: string;
  readonly resource: { readonly logicalId: string | null; readonly arn: string | null };
  readonly function: string | null;
  readonly location: {
    readonly path: JsonPath;
    readonly line: number;
    readonly column: number;
    /** The file, if it is another than `template`: that of a nested or a linked stack. */
    readonly file?: string;
    readonly constructPath: string | null;
  };
  readonly evidence: readonly ReportedEvidence[];
  readonly closest: {
    readonly path: JsonPath;
    readonly line: number;
    readonly column: number;
    readonly file?: string;
    readonly why: string;
  } | null;
  readonly unknowns: readonly { readonly reason: string; readonly message: string }[];
  readonly fix: { readonly summary: string; readonly snippet: string; readonly proved: boolean } | null;
  readonly references: readonly string[];
}

interface ReportedEvidence {
  readonly kind: EvidenceKind;
  readonly message: string;
  readonly path: JsonPath;
  readonly line: number;
  readonly column: number;
  readonly file?: string;
}

export interface AcceptedFinding {
  readonly key: string;
  readonly reason: string;
  readonly expires: string | null;
}

/** `fatal`: the template could not be judged at all. */
export interface ReportedProblem {
  readonly message: string;
  readonly hint: string | null;
  readonly line: number;
  readonly column: number;
  readonly file?: string;
  readonly fatal: boolean;
}
