import { inJavaScript, inPython } from './calls';

const MANY = 20_000;
const LONG = 300_000;

const HOSTILE: readonly (readonly [name: string, code: string])[] = [
  ['brackets that are never closed', '('.repeat(LONG)],
  ['deep calls', `${'f('.repeat(MANY)}${')'.repeat(MANY)}`],
  ['long chains', `x${'.f()'.repeat(MANY)}`],
  ['long sums', `x = ${"'a' + ".repeat(MANY)}'b'`],
  ['deep records', `x = ${'{"a": '.repeat(MANY)}1${'}'.repeat(MANY)}`],
  ['names that go round in a circle', 'a = b\nb = a\nc = a\nd = c + d\nd.f(c)'],
  ['one name many times', 'a = a + a\n'.repeat(MANY)],
  [
    'names that double',
    `a0 = 'x'\n${Array.from({ length: 60 }, (_, at) => `a${at + 1} = a${at} + a${at}`).join('\n')}\na60.f(a60)`,
  ],
  ['functions that call each other in turn', Array.from({ length: MANY }, (_, at) => `f${at}(f${at + 1})`).join('\n')],
  ['quotes that are never closed', `'''${'"'.repeat(LONG)}`],
  ['no text at all', ''],
  [
    'names of the language itself',
    "import boto3\n__proto__ = boto3.client('s3')\nconstructor = __proto__\nconstructor.hasOwnProperty(a={'__proto__': 1})",
  ],
];

describe.each([
  ['Python', inPython],
  ['JavaScript', inJavaScript],
])('hostile %s', (_language, callsIn) => {
  it.each(HOSTILE)('is read in bounded time: %s', (_name, code) => {
    const start = performance.now();

    expect(Array.isArray(callsIn(code))).toBe(true);
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it('leaves out a text that is too long', () => {
    const code = `import boto3\ndef handler(e, c): boto3.client('s3').list_buckets()\n${'# long\n'.repeat(100_000)}`;

    expect(callsIn(code)).toEqual([]);
  });
});
