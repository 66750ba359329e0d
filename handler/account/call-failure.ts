/** Why AWS did not answer a call as hoped; readers tell `absent` from the rest, the rest is the same to them. */
export type FailureKind = 'absent' | 'denied' | 'throttled' | 'unreachable' | 'time-out' | 'failed';

/** A call to AWS that brought no answer. Its message names the action and the code, never what AWS wrote: that may quote anything. */
export class CallFailure extends Error {
  constructor(
    readonly kind: FailureKind,
    readonly action: string,
    readonly code: string,
  ) {
    super(`${action}: ${WORDS[kind]}${kind === 'denied' ? '' : ` (${code})`}`);
    this.name = 'CallFailure';
  }
}

/** The same call may be answered a little later. */
export function mayPass({ kind }: CallFailure): boolean {
  return kind === 'throttled' || kind === 'unreachable' || kind === 'time-out';
}

const WORDS: Readonly<Record<FailureKind, string>> = {
  absent: 'there is none',
  denied: 'access denied',
  throttled: 'throttled by AWS',
  unreachable: 'AWS was not reached',
  'time-out': 'no answer in time',
  failed: 'refused by AWS',
};

const DENIED = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AuthorizationError',
  'AuthorizationErrorException',
  'UnauthorizedOperation',
  'AllAccessDisabled',
]);
const THROTTLED = new Set([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ProvisionedThroughputExceededException',
  'BandwidthLimitExceeded',
]);
const ABSENT =
  /(?:NotFound|NotFoundException|NotFoundFault|NoSuchEntity|NoSuchEntityException|DoesNotExist|NonExistentQueue)$/u;
const ABSENT_BY_NAME = new Set([
  'NoSuchBucket',
  'NoSuchBucketPolicy',
  'NotFound',
  'ServerSideEncryptionConfigurationNotFoundError',
]);

/** Sorts an error of the SDK; anything that is not one counts as not reached. */
export function callFailure(action: string, error: unknown): CallFailure {
  if (error instanceof CallFailure) return error;
  const code = codeOf(error);
  const kind = isMissingStack(code, error) ? 'absent' : kindOf(code, statusOf(error));
  return new CallFailure(kind, action, code);
}

function kindOf(code: string, status: number | undefined): FailureKind {
  if (code === 'AbortError' || code === 'TimeoutError') return 'time-out';
  if (DENIED.has(code)) return 'denied';
  if (THROTTLED.has(code) || status === 429) return 'throttled';
  if (ABSENT_BY_NAME.has(code) || ABSENT.test(code)) return 'absent';
  if (status === undefined || status >= 500) return 'unreachable';
  return status === 403 && !CREDENTIALS.test(code) ? 'denied' : 'failed';
}
/** AWS answers 403 to a broken signature as well; that is no missing permission. */
const CREDENTIALS = /Token|Signature|Credential/u;

/** AWS: CloudFormation has no code of its own for a stack that does not exist; only the message tells. */
function isMissingStack(code: string, error: unknown): boolean {
  return code === 'ValidationError' && error instanceof Error && error.message.endsWith('does not exist');
}

function codeOf(error: unknown): string {
  const name = error instanceof Error ? error.name : 'unknown';
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  const chosen = name === 'Error' && typeof code === 'string' ? code : name;
  return /^[A-Za-z0-9_.]{1,80}$/u.test(chosen) ? chosen : 'unknown';
}

function statusOf(error: unknown): number | undefined {
  const metadata = typeof error === 'object' && error !== null && '$metadata' in error ? error.$metadata : undefined;
  const status =
    typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
      ? metadata.httpStatusCode
      : undefined;
  return typeof status === 'number' ? status : undefined;
}
