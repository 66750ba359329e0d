import type { Judgement } from '#core/verdict/judgement';
import type { Settings } from '#core/verdict/settings';
import { annotationsOf } from './annotations';
import { fitLine } from './fit-line';
import type { GateErrorCode } from './gate-error';
import { LIMITS, type Annotation, type HookResponse } from './hook-response';
import { messageOf, type Exemption } from './message';
import { ATTEMPT } from './request';

/** How IAM's own simulator saw the findings that were to block. */
export interface SecondOpinion {
  readonly agreed: number;
  readonly disagreed: number;
  /** IAM was not asked, or did not answer. */
  readonly unanswered: number;
}

/** How an invocation ended, before it is put into the words of the contract. */
export type HookOutcome =
  | {
      readonly kind: 'judged';
      readonly judgement: Judgement;
      readonly exemption: Exemption | undefined;
      readonly opinion?: SecondOpinion | undefined;
    }
  /** Nothing was asked that this gate judges. */
  | { readonly kind: 'not-judged'; readonly why: string }
  /** The account has not said all yet, and there is another attempt. */
  | { readonly kind: 'waiting'; readonly attempt: number }
  /** The gate itself broke. */
  | { readonly kind: 'fault'; readonly code: GateErrorCode; readonly message: string };

export function respond(outcome: HookOutcome, clientRequestToken: string, fault: Settings['fault']): HookResponse {
  switch (outcome.kind) {
    case 'judged':
      return { ...judged(outcome.judgement, outcome.exemption), ...envelope(clientRequestToken) };
    case 'not-judged':
      return { ...notJudged(outcome.why), ...envelope(clientRequestToken) };
    case 'waiting':
      return waiting(outcome.attempt, clientRequestToken);
    case 'fault':
      return { ...broken(outcome.code, outcome.message, fault), ...envelope(clientRequestToken) };
  }
}

type Envelope = Pick<HookResponse, 'clientRequestToken' | 'callbackContext' | 'callbackDelaySeconds'>;
function envelope(clientRequestToken: string): Envelope {
  return { clientRequestToken, callbackContext: null, callbackDelaySeconds: 0 };
}

const DELAY_SECONDS = 5;

function waiting(attempt: number, clientRequestToken: string): HookResponse {
  return {
    hookStatus: 'IN_PROGRESS',
    message: 'the account did not tell all in time, it is asked again',
    clientRequestToken,
    callbackContext: { [ATTEMPT]: attempt },
    callbackDelaySeconds: DELAY_SECONDS,
    annotations: [],
  };
}

type Answer = Omit<HookResponse, keyof Envelope>;

function judged(judgement: Judgement, exemption: Exemption | undefined): Answer {
  const blocks = exemption === undefined && judgement.findings.some((finding) => finding.level === 'block');
  return {
    ...(blocks ? { hookStatus: 'FAILED', errorCode: 'NonCompliant' } : { hookStatus: 'SUCCESS' }),
    message: messageOf(judgement, exemption),
    annotations: annotationsOf(judgement),
  };
}

function notJudged(why: string): Answer {
  const skipped: Annotation = {
    annotationName: 'not-judged',
    status: 'SKIPPED',
    statusMessage: fitLine(why, LIMITS.text),
    severityLevel: 'INFORMATIONAL',
  };
  return { hookStatus: 'SUCCESS', message: fitLine(`not judged: ${why}`, LIMITS.message), annotations: [skipped] };
}

function broken(code: GateErrorCode, what: string, fault: Settings['fault']): Answer {
  const annotation: Annotation = {
    annotationName: 'gate-fault',
    status: 'FAILED',
    statusMessage: fitLine(`the change was NOT judged: ${what} (${code})`, LIMITS.text),
    remediationMessage: 'look for this request in the log group of the permission hook',
    severityLevel: 'HIGH',
  };
  const told = (effect: string): string => fitLine(`${effect}, it was NOT judged: ${what} (${code})`, LIMITS.message);
  return fault === 'fail-closed'
    ? { hookStatus: 'FAILED', errorCode: 'InternalFailure', message: told('change refused'), annotations: [annotation] }
    : { hookStatus: 'SUCCESS', message: told('change let through'), annotations: [annotation] };
}
