import { generatedHole, hole, textOf, type Shape, type Text } from '#core/value/text';
import { foldText, matchText, sameText } from '#core/value/text-match';
import fc from 'fast-check';
import { cpuMilliseconds } from '../config/cpu-time';

const reason = { kind: 'given-unknown', name: 'test' } as const;
const RANDOM: Shape = { without: '', minLength: 12, maxLength: 13, only: 'alphanumeric' };
const NAME: Shape = { without: ':/*?$', minLength: 1, maxLength: 128 };
const A = hole('A', reason);
const B = hole('B', reason);
const NAME_A = hole('NameA', reason, NAME);
const NAME_B = hole('NameB', reason, NAME);
const ID_A = generatedHole('IdA', reason, NAME);
const ID_B = generatedHole('IdB', reason, NAME);
const DIGITS = hole('Account', reason, { without: '', minLength: 12, maxLength: 12, only: 'digit' });
const GENERATED = textOf(hole('Stack', reason, NAME), '-Worker-', hole('random:Worker', reason, RANDOM));

describe('a pattern against a text', () => {
  it.each<[string, Text, Text, string]>([
    ['equal literals match', ['abc'], ['abc'], 'yes'],
    ['different literals do not', ['abc'], ['abd'], 'no'],
    ['the empty pattern matches the empty text', [], [], 'yes'],
    ['the empty pattern matches nothing else', [], ['a'], 'no'],
    ['a star matches the empty text', ['*'], [], 'yes'],
    ['a star matches slashes and colons', ['a*z'], ['a/:z'], 'yes'],
    ['a question mark is exactly one character', ['a?c'], ['ac'], 'no'],
    ['a question mark takes any character', ['a?c'], ['a/c'], 'yes'],
    ['a run with a question mark is found in the middle', ['*b?d*'], ['abbcde'], 'yes'],
    ['a run with only question marks is found', ['a*??*z'], ['abcz'], 'yes'],
    ['a run that is not there is not found', ['*x*'], ['abc'], 'no'],
    ['ends may not overlap', ['ab*ba'], ['aba'], 'no'],
    ['runs come in their order', ['*b*a*'], ['ab'], 'no'],
    ['a run may not reach into the last one', ['*ab*b'], ['ab'], 'no'],
    ['a star takes in an unknown part', ['fn-*'], textOf('fn-', A), 'yes'],
    ['a star alone matches the unknown', ['*'], [A], 'yes'],
    ['a literal may equal the unknown', ['abc'], [A], 'unknown'],
    ['a literal may begin with the unknown', ['my-function'], textOf(NAME_A, '-function'), 'unknown'],
    ['a prefix that differs decides', ['fn-*'], textOf('other-', A), 'no'],
    ['a suffix that differs decides', ['*.json'], textOf(A, '.txt'), 'no'],
    ['the same unknown part is itself', textOf('a/', A), textOf('a/', A), 'yes'],
    ['the same unknown part before a star', textOf(A, '/*'), textOf(A, '/key'), 'yes'],
    ['another unknown part may be equal', [A], [B], 'unknown'],
    ['a name is not a name with an object behind it', [NAME_A], textOf(NAME_A, '/key'), 'no'],
    ['a name with an object is not the name', textOf(NAME_A, '/*'), [NAME_A], 'no'],
    ['an unknown pattern may be a star', [A], ['anything'], 'unknown'],
    ['an unknown pattern that may be a star is not told from a longer text', [A], textOf(A, '/key'), 'unknown'],
    ['a name cannot be equal to a text with a colon', [NAME_A], ['a:b'], 'no'],
    ['a generated name is not a short literal', ['my-function'], GENERATED, 'no'],
    ['a generated name is not another resource’s', ['x-Other-ABCDEFGHIJKL'], GENERATED, 'no'],
    ['a generated name may be a long literal', ['x-Worker-ABCDEFGHIJKL'], GENERATED, 'unknown'],
    ['a generated name is not one with too many random characters', ['x-Worker-ABCDEFGHIJKLMN'], GENERATED, 'no'],
    ['a generated name matches the known part of it', ['*-Worker-*'], GENERATED, 'yes'],
    ['a question mark and a star need one character, which a name has', ['?*'], [NAME_A], 'yes'],
    ['a question mark and a star need one character, which any text may lack', ['?*'], [A], 'unknown'],
    ['twelve question marks are an account id', ['????????????'], [DIGITS], 'yes'],
    ['eleven question marks are not', ['???????????'], [DIGITS], 'no'],
    ['letters are not digits', ['abcdefghijkl'], [DIGITS], 'no'],
    ['unknown digits are not unknown letters with a dash', [DIGITS], textOf('x-', NAME_A), 'no'],
    ['unknown parts of the same kind may be equal', [NAME_A], [NAME_B], 'unknown'],
    [
      'what AWS makes up for one resource is not what it makes up for another',
      textOf('a/', ID_A, '/*'),
      textOf('a/', ID_B, '/b'),
      'no',
    ],
    ['what AWS makes up may be a name that somebody gave', [NAME_A], [ID_A], 'unknown'],
    ['what AWS makes up behind a star is not told apart', textOf('*', ID_A, '*'), textOf('a', ID_B), 'unknown'],
    ['both stars and unknown parts in turn', textOf('a*', NAME_A, '*z'), textOf('ab', NAME_A, 'cz'), 'yes'],
    ['a known pattern with an unknown part in the middle', textOf('a-', NAME_A, '-c'), ['a-b-c'], 'unknown'],
    ['a known text that an unknown part cannot be', textOf('a-', DIGITS, '-c'), ['a-b-c'], 'no'],
    ['an unknown part of the pattern that is empty', textOf('a', A, 'c'), ['ac'], 'unknown'],
    [
      'an unknown part that is nothing at all',
      textOf('a', hole('none', reason, { without: '', minLength: 0, maxLength: 0 })),
      ['a'],
      'unknown',
    ],
    [
      'an empty unknown part of the text',
      ['a'],
      textOf('a', hole('none', reason, { without: '', minLength: 0, maxLength: 0 })),
      'yes',
    ],
    [
      'an optional character of the pattern',
      textOf('a', hole('opt', reason, { ...NAME, minLength: 0, maxLength: 2 })),
      ['a'],
      'unknown',
    ],
    [
      'more characters than an optional part has',
      textOf('a', hole('opt', reason, { ...NAME, minLength: 0, maxLength: 2 })),
      ['abcd'],
      'no',
    ],
  ])('%s', (...[, pattern, text, expected]) => {
    expect(matchText(pattern, text)).toBe(expected);
    expect(matchText(pattern, text)).toBe(expected); // prepared by the first call
  });

  it('gives up on texts of a size nobody needs', () => {
    expect(matchText([`${'a'.repeat(4000)}*`], textOf(A, 'b'.repeat(4000)))).toBe('unknown');
  });

  it('takes near-linear time for hostile patterns', () => {
    const pattern = [`${'*a'.repeat(10_000)}*b`];
    const spent = cpuMilliseconds(() => {
      expect(matchText(pattern, ['a'.repeat(20_000)])).toBe('no');
      expect(matchText(['*a?'.repeat(5_000)], ['a'.repeat(20_000)])).toBe('yes');
    });
    expect(spent).toBeLessThan(1000);
  });
});

describe('equality of texts', () => {
  it.each<[string, Text, Text, string]>([
    ['takes wildcards literally', ['a*'], ['ab'], 'no'],
    ['knows equal literals', ['a*'], ['a*'], 'yes'],
    ['knows an unknown part equal to itself', textOf(A, '-x'), textOf(A, '-x'), 'yes'],
    ['cancels what is equal at the start', textOf(A, '-x'), [A], 'no'],
    ['cancels what is equal at the end', textOf('x-', A), [A], 'no'],
    ['leaves two unknown parts open', [A], [B], 'unknown'],
    ['sees literals differ beside unknown parts', textOf('a', A), textOf('b', A), 'no'],
    [
      'sees that shapes exclude each other',
      [DIGITS],
      [hole('word', reason, { ...RANDOM, without: '0123456789' })],
      'no',
    ],
  ])('%s', (...[, left, right, expected]) => {
    expect(sameText(left, right)).toBe(expected);
    expect(sameText(right, left)).toBe(expected);
  });

  it('compares without case where both are folded', () => {
    expect(sameText(foldText(['AbC']), foldText(['aBc']))).toBe('yes');
    expect(sameText(foldText(textOf('X', hole('h', reason, { ...NAME, without: 'a:' }))), foldText(['xA']))).toBe(
      'unknown',
    );
    expect(sameText(foldText(textOf('X', hole('h', reason, { ...NAME, without: 'a:' }))), foldText(['x:']))).toBe('no');
  });
});

describe('the laws of matching', () => {
  const character = fc.constantFrom('a', 'b', ':', '*', '?');
  const text = fc.string({ unit: character, maxLength: 8 });

  it('agrees with a textbook matcher', () => {
    fc.assert(
      fc.property(text, text, (pattern, subject) => {
        expect(matchText(textOf(pattern), textOf(subject))).toBe(textbookMatch(pattern, subject) ? 'yes' : 'no');
      }),
      { numRuns: 3000 },
    );
  });

  it('never contradicts any completion of the unknown parts', () => {
    const part = fc.oneof(text, fc.constantFrom(A, B));
    const parts = fc.array(part, { maxLength: 4 }).map((list) => textOf(...list));
    fc.assert(
      fc.property(parts, parts, fc.tuple(text, text), (...[pattern, subject, [a, b]]) => {
        const fill = (open: Text) => textOf(...open.map((piece) => (piece === A ? a : piece === B ? b : piece)));
        const answer = matchText(pattern, subject);
        if (answer !== 'unknown') expect(matchText(fill(pattern), fill(subject))).toBe(answer);
        const equality = sameText(pattern, subject);
        if (equality !== 'unknown') expect(sameText(fill(pattern), fill(subject))).toBe(equality);
      }),
      { numRuns: 5000 },
    );
  });

  function textbookMatch(pattern: string, subject: string): boolean {
    if (pattern === '') return subject === '';
    if (pattern.startsWith('*'))
      return textbookMatch(pattern.slice(1), subject) || (subject !== '' && textbookMatch(pattern, subject.slice(1)));
    return (
      subject !== '' &&
      (pattern.startsWith('?') || pattern[0] === subject[0]) &&
      textbookMatch(pattern.slice(1), subject.slice(1))
    );
  }
});
