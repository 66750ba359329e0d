import { readerByKind } from '#account/readers';
import type { FactKind } from '#core/facts/facts';
import { between } from './between';

/** The README with its table of what is read of the account written anew from the readers. */
export function withFactTable(readme: string): string {
  return between({ start: '<!-- facts: written by `npm run readme` -->', end: '<!-- /facts -->' }, factTable(), readme);
}

/** What each kind of fact tells, and by what it is asked for. */
const WORDS: Readonly<Record<FactKind, string>> = {
  export: 'the value of an export, by its name',
  'ssm-parameter': 'the value of a parameter that is no SecureString, by its name',
  'iam-role': 'trust policy, boundary and all policies of a role',
  'managed-policy': 'the default version of a managed policy',
  function: 'the policy of a function, version or alias',
  'function-configuration': 'the role a function, version or alias runs with',
  bucket: 'the policy of a bucket',
  key: 'policy and manager of a key, by its ARN, id or alias; never its grants',
  queue: 'the policy of a queue',
  topic: 'the policy of a topic',
  'resource-policy': 'the policy of a secret, table, stream or event bus',
  encryption: 'the key that encrypts a bucket, queue, topic, secret, table or stream',
  'processed-template': 'what CloudFormation made of a template with a macro',
  'organization-policies': 'SCPs and RCPs above the account',
};

function factTable(): string {
  const rows = Object.entries(WORDS).map(([kind, words]) => {
    const actions = [...readerByKind].find(([each]) => each === kind)?.[1].iamActions ?? [];
    return `| \`${kind}\` | ${words} | ${actions.map((action) => `\`${action}\``).join(', ')} |`;
  });
  return ['| Fact | Says | Permissions |', '| --- | --- | --- |', ...rows].join('\n');
}
