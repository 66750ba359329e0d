import type { ATTEMPT } from './request';

/**
 * What CloudFormation accepts as an answer. A success carries no error code, a failure always does.
 *
 * @see https://docs.aws.amazon.com/cloudformation-cli/latest/hooks-userguide/lambda-hooks-create-lambda-function.html
 */
export interface HookResponse {
  readonly hookStatus: 'SUCCESS' | 'FAILED' | 'IN_PROGRESS';
  readonly errorCode?: 'NonCompliant' | 'InternalFailure';
  readonly message: string;
  readonly clientRequestToken: string;
  /** Comes back with the next attempt. */
  readonly callbackContext: Readonly<Record<typeof ATTEMPT, number>> | null;
  readonly callbackDelaySeconds: number;
  readonly annotations: readonly Annotation[];
}

/**
 * One line of the hook's result as consoles and command lines show it; no text may be empty.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Annotation.html
 */
export interface Annotation {
  readonly annotationName: string;
  readonly status: 'PASSED' | 'FAILED' | 'SKIPPED';
  readonly statusMessage: string;
  readonly remediationMessage?: string;
  readonly remediationLink?: string;
  readonly severityLevel: 'INFORMATIONAL' | 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL';
}

// AWS: 4,096 characters are documented for the message, but stack events and hook results hold 1,024.
// Annotation texts may have 16,384, but `cdk deploy` prints 400 of each, on one line.
export const LIMITS = { message: 1_024, annotations: 50, name: 200, text: 400, link: 5_120 } as const;
