import type { Fact } from '#core/facts/facts';
import { arnOf, BUCKET, encrypted, KEY, keyFacts, NEW, QUEUE, TOPIC, worker } from './encrypted';
import { found, judged, ROLE } from './judged';

const FUNCTION = arnOf('lambda', 'function:worker');
const deep = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);
const NAMES = ['key', 'role', 'arn', 'manager', 'policy', 'policies', 'trust', 'boundary', 'original', 'processed'];
const ODD: readonly unknown[] = [
  null,
  0,
  true,
  '',
  'arn:',
  [],
  [[null]],
  {},
  deep(5_000),
  JSON.parse('{"__proto__": {"key": "x", "role": "y"}, "constructor": 1, "toString": null}'),
];
const WHOLE = [...ODD, ...ODD.map((odd) => Object.fromEntries(NAMES.map((name) => [name, odd])))];
const KINDS = [
  `encryption:${QUEUE}`,
  `encryption:${BUCKET}`,
  `function-configuration:${FUNCTION}`,
  `key:${KEY}`,
  `iam-role:${ROLE}`,
  'processed-template:shop',
];
const resources = {
  ...worker(['sqs:SendMessage', QUEUE], ['s3:GetObject', `${BUCKET}/*`], ['sns:Publish', TOPIC]),
  Poll: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { FunctionName: 'worker', EventSourceArn: QUEUE } },
  Include: { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://bucket/key' } } },
};
const good = {
  ...keyFacts(),
  ...encrypted(QUEUE),
  ...encrypted(BUCKET),
  [`function-configuration:${FUNCTION}`]: found({ role: ROLE }),
};

describe('facts of another form than readers give them', () => {
  it.each(KINDS)('%s, leave an answer', (key) => {
    for (const value of WHOLE) {
      const facts: Readonly<Record<string, Fact>> = { ...good, [key]: found(value) };
      expect(
        judged({ resources, facts, ...NEW }).problems.filter(({ message }) => message.includes('internal')),
      ).toEqual([]);
    }
  });
});
