/** One request of CloudFormation and the answer the story needs. */
export interface Act {
  readonly title: string;
  readonly stackName: string;
  readonly operation: 'CREATE' | 'UPDATE';
  readonly template: string;
  readonly previousTemplate?: string;
  readonly expected: 'refused' | 'deployed';
  /** What the reason of a refusal has to speak of. */
  readonly mentions: string;
}

export const STORY: readonly Act[] = [
  {
    title: 'A web shop is deployed. `Checkout` calls `Billing`, with a policy that looks right',
    stackName: 'web-shop',
    operation: 'CREATE',
    template: 'neighbour-broken.yaml',
    expected: 'refused',
    mentions: 'lambda:InvokeFunction',
  },
  {
    title: 'The same shop with that one action repaired',
    stackName: 'web-shop',
    operation: 'CREATE',
    template: 'neighbour-repaired.yaml',
    expected: 'deployed',
    mentions: '',
  },
  {
    title: '`Report` may read an encrypted bucket, but nobody lets it use the key',
    stackName: 'order-report',
    operation: 'CREATE',
    template: 'encrypted-broken.yaml',
    expected: 'refused',
    mentions: 'kms:Decrypt',
  },
  {
    title: 'The same report with the key granted',
    stackName: 'order-report',
    operation: 'CREATE',
    template: 'encrypted-repaired.yaml',
    expected: 'deployed',
    mentions: '',
  },
];
