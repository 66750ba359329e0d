import { parsePolicy } from '#core/policy/parse-policy';
import type { PolicyDocument } from '#core/policy/document';
import { hole, textOf } from '#core/value/text';
import { valueOfJson, type Value } from '#core/value/value';

const origin = { kind: 'input', path: undefined } as const;
const reason = { kind: 'given-unknown', name: 'test' } as const;
const UNKNOWN: Value = { kind: 'unknown', reason, origin, symbol: 'test' };
const FN = 'arn:aws:lambda:eu-west-1:111122223333:function:f';
const allow = { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: FN };

function parse(json: unknown): PolicyDocument {
  return parsePolicy(valueOfJson(json, origin), 'policy');
}

function openMap(entries: Readonly<Record<string, unknown>>): Value {
  return {
    ...valueOfJson(entries, origin),
    kind: 'map',
    entries: new Map(Object.entries(entries).map(([key, item]) => [key, valueOfJson(item, origin)])),
    open: reason,
  };
}

describe('a policy document', () => {
  it('keeps where each part comes from', () => {
    const { origin: place, statements } = parse({ Statement: [allow] });
    expect(place).toBe(origin);
    expect(statements[0]?.actions?.patterns[0]?.origin).toEqual({
      kind: 'input',
      path: { parent: { parent: { parent: undefined, key: 'Statement' }, key: 0 }, key: 'Action' },
    });
  });

  it('keeps the identifier of a statement, and none where there is none', () => {
    expect(
      parse({ Statement: [{ ...allow, Sid: 'A' }, allow, { ...allow, Sid: '' }] }).statements.map(({ sid }) => sid),
    ).toEqual(['A', undefined, undefined]);
  });

  it.each([
    ['2012-10-17', '2012-10-17'],
    ['2008-10-17', '2008-10-17'],
    [undefined, '2008-10-17'],
    ['2020-01-01', 'unknown'],
    [20121017, 'unknown'],
    [['2012-10-17'], 'unknown'],
  ])('reads version %p as %s', (version, expected) => {
    expect(parse({ ...(version === undefined ? {} : { Version: version }), Statement: [] }).version).toBe(expected);
  });

  it('does not know the version of a document that may hold more than it shows', () => {
    expect(parsePolicy(openMap({ Statement: [] }), 'policy')).toMatchObject({
      version: 'unknown',
      unknowns: [reason],
      problems: [],
    });
    expect(parsePolicy(openMap({}), 'policy')).toMatchObject({ version: 'unknown', statements: [], problems: [] });
    expect(parsePolicy(openMap({ Version: '2012-10-17' }), 'policy').version).toBe('2012-10-17');
  });

  it('takes one statement, action, resource or value for a list of one', () => {
    const [statement] = parse({
      Statement: { ...allow, Condition: { Bool: { 'aws:SecureTransport': true }, NumericEquals: { 'aws:x': 1 } } },
    }).statements;
    expect(statement).toMatchObject({
      effect: 'Allow',
      unknowns: [],
      actions: { negated: false, patterns: [{ text: ['lambda:InvokeFunction'] }] },
    });
    expect(statement?.conditions).toMatchObject([
      { operator: 'Bool', key: 'aws:SecureTransport', values: [['true']] },
      { operator: 'NumericEquals', key: 'aws:x', values: [['1']] },
    ]);
  });

  it.each(['__proto__', 'constructor', 'toString'])('takes `%s` for an element like any other', (key) => {
    const entries = new Map([
      ['Statement', valueOfJson([], origin)],
      [key, valueOfJson('x', origin)],
    ]);
    expect(parsePolicy({ kind: 'map', entries, origin }, 'policy').problems).toEqual([
      { message: `a policy has no element \`${key}\``, origin },
    ]);
  });

  it('reads a document that is given as JSON text', () => {
    const text = JSON.stringify({ Version: '2012-10-17', Statement: [allow] });
    expect(parse(text)).toMatchObject({ version: '2012-10-17', problems: [], unknowns: [] });
  });

  it.each([
    ['a text that is no JSON', '{'],
    ['a JSON text that is no object', '[]'],
    ['a number', 7],
    ['a list', []],
    ['nothing', null],
  ])('is unreadable as %s, and may then say anything', (_, json) => {
    expect(parse(json)).toMatchObject({
      statements: [],
      unknowns: [{ kind: 'statement-unreadable' }],
      problems: [{ message: 'a policy document must be a JSON object' }],
    });
  });

  it('is open where it is not known, without being wrong', () => {
    expect(parsePolicy(UNKNOWN, 'policy')).toMatchObject({ unknowns: [reason], problems: [] });
    expect(parsePolicy({ kind: 'text', text: textOf('{', hole('test', reason)), origin }, 'policy')).toMatchObject({
      unknowns: [reason],
      problems: [],
    });
  });

  it('is open where one of its statements is', () => {
    const list: Value = { kind: 'list', items: [UNKNOWN, valueOfJson(allow, origin)], origin };
    const document = parsePolicy({ kind: 'map', entries: new Map([['Statement', list]]), origin }, 'policy');
    expect(document).toMatchObject({ unknowns: [reason], problems: [], statements: [{ effect: 'Allow' }] });
  });

  it('is open where a statement may hold more than it shows', () => {
    const list: Value = {
      kind: 'list',
      items: [openMap({ Effect: 'Allow' }), openMap({ Action: 's3:*', Condition: {} })],
      origin,
    };
    const { statements, problems } = parsePolicy(
      { kind: 'map', entries: new Map([['Statement', list]]), origin },
      'policy',
    );
    expect(statements.map(({ effect, unknowns }) => [effect, unknowns.length])).toEqual([
      ['Allow', 1],
      ['unknown', 1],
    ]);
    expect(problems).toEqual([]);
  });

  it('is open where operators, keys or principals may be missing', () => {
    const of = (element: string, value: Value) => {
      const entries = new Map([
        ...Object.entries(allow).map(([key, item]): [string, Value] => [key, valueOfJson(item, origin)]),
        [element, value] as const,
      ]);
      const statement: Value = { kind: 'map', entries, origin };
      return parsePolicy({ kind: 'map', entries: new Map([['Statement', statement]]), origin }, 'policy').statements[0]
        ?.unknowns;
    };
    expect(of('Condition', openMap({}))).toEqual([reason]);
    expect(of('Condition', UNKNOWN)).toEqual([reason]);
    expect(of('Principal', openMap({}))).toEqual([reason]);
    expect(of('Principal', UNKNOWN)).toEqual([]);
  });
});
