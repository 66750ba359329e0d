import { hole, showText, textOf, type Hole, type Text } from '#core/value/text';

/** Any one of what a pattern covers: each wildcard stands for some text of the caller's choice. */
export function anyOf(pattern: Text): Text {
  const of = showText(pattern);
  return textOf(
    ...pattern.flatMap((part) =>
      typeof part === 'string'
        ? part.split('*').flatMap((piece, index) => (index === 0 ? [piece] : [anyText(of, index), piece]))
        : [part],
    ),
  );
}

function anyText(of: string, index: number): Hole {
  return hole(`any ${index} of ${of}`, { kind: 'any-object', of }, { without: '*?$', minLength: 1, maxLength: 2048 });
}
