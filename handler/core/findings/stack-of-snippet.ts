import { qualifierOf } from '#core/intrinsics/qualified-name';
import type { StackModel } from '#core/model/stack-model';

/** Logical ids in `${Orders.Arn}`, `!GetAtt Orders.Arn` and `!Ref Orders`. */
const NAMED = /\$\{([A-Za-z0-9._-]+)|!(?:Ref|GetAtt) ([A-Za-z0-9._-]+)/g;

/** A snippet as the stack of that resource can write it: its own names are short, and those of other stacks have to be handed to it. */
export function inStackOf(logicalId: string | undefined, snippet: string, model: StackModel): string {
  const qualifier = qualifierOf(logicalId ?? '');
  const foreign = new Set(
    [...snippet.matchAll(NAMED)]
      .flatMap(([, inSub, byTag]) => resourceIn(inSub ?? byTag ?? '', model) ?? [])
      .filter((named) => qualifierOf(named) !== qualifier),
  );
  const own = qualifier === '' ? snippet : snippet.replaceAll(qualifier, '');
  const notes = [...foreign].map(
    (named) => `# \`${named}\` is of another stack: import what it exports, or take it as a parameter`,
  );
  return [...notes, own].join('\n');
}

/** The resource that `Data.Orders.Arn` names: a qualified name, followed by an attribute. */
function resourceIn(name: string, model: StackModel): string | undefined {
  for (let end = name.length; end > 0; end = name.lastIndexOf('.', end - 1)) {
    const logicalId = name.slice(0, end);
    if (model.lookup.all.has(logicalId)) return logicalId;
  }
  return undefined;
}
