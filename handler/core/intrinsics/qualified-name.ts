/** The logical id that the template itself writes: `Bucket` for `Data.Bucket`, the bucket of the nested stack `Data`. */
export function ownName(logicalId: string): string {
  return logicalId.slice(logicalId.lastIndexOf('.') + 1);
}
