/** The logical id that the template itself writes: `Bucket` for `Data.Bucket`, the bucket of the nested stack `Data`. */
export function ownName(logicalId: string): string {
  return logicalId.slice(lastDot(logicalId) + 1);
}

/** What stands before it: `Data.`, or nothing for the stack that is judged. */
export function qualifierOf(logicalId: string): string {
  return logicalId.slice(0, lastDot(logicalId) + 1);
}

function lastDot(logicalId: string): number {
  return logicalId.lastIndexOf('.');
}
