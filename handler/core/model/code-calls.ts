import { holesOf, literalOf, textOf, type Hole, type Text, type TextPart } from '#core/value/text';
import type { Origin } from '#core/value/origin';
import { at, entryOf, textOfValue } from '#core/value/value';
import { accessesOf } from './sdk-accesses';
import type { CodeReader, CodeText, CodeTextPart, SdkCall } from './sdk-call';
import type { CodeCall, LambdaFunction } from './stack-model';

/** Where the code of functions is read. */
export interface CodeSource {
  readonly inline: CodeReader['inline'];
  /** Calls of code that lies beside the template in which the origin is; nothing where it was not read. */
  readonly local: (origin: Origin, location: string, handler: string) => readonly SdkCall[] | undefined;
}

/** What the code of functions calls, as far as it can be read and followed. */
export function codeCalls(functions: readonly LambdaFunction[], source: CodeSource | undefined): readonly CodeCall[] {
  if (source === undefined) return [];
  return functions
    .filter(({ logicalId }) => !OF_THE_CDK.test(logicalId))
    .flatMap((lambda) => [...inlineCalls(lambda, source), ...localCalls(lambda, source)]);
}

/** Functions that come with the CDK: their roles fit what an app uses of their code, which is not all of it. */
const OF_THE_CDK = /[0-9a-f]{32}|CustomResourceProvider/i;

function inlineCalls(lambda: LambdaFunction, { inline }: CodeSource): readonly CodeCall[] {
  const { properties } = lambda.resource;
  const value = at(properties, 'Code', 'ZipFile');
  const text = value?.kind === 'text' ? value.text : undefined;
  const runtime = literalAt(lambda, 'Runtime');
  if (value === undefined || text === undefined || runtime === undefined) return [];
  const holes = holesOf(text);
  const calls = inline({ source: withMarks(text), runtime, handler: literalAt(lambda, 'Handler') ?? HANDLER });
  return calls.flatMap((call) => callsOf(call, { lambda, holes, origin: value.origin }));
}

const HANDLER = 'index.handler';

function localCalls(lambda: LambdaFunction, { local }: CodeSource): readonly CodeCall[] {
  const { properties, metadata } = lambda.resource;
  const code = at(properties, 'Code');
  const isAsset = literalOf(textOfValue(entryOf(metadata, 'aws:asset:property')) ?? []) === 'Code';
  const asset = isAsset ? literalOf(textOfValue(entryOf(metadata, 'aws:asset:path')) ?? []) : undefined;
  const location = asset ?? (code?.kind === 'text' ? literalOf(code.text) : undefined);
  const handler = literalAt(lambda, 'Handler');
  if (location === undefined || handler === undefined) return [];
  const { origin } = lambda.resource;
  const calls = local(origin, location, handler) ?? [];
  return calls.flatMap((call) => callsOf(call, { lambda, holes: [], origin }));
}

function literalAt({ resource }: LambdaFunction, property: string): string | undefined {
  const text = textOfValue(at(resource.properties, property));
  return text === undefined ? undefined : literalOf(text);
}

/** What a template inserts into code stands in it as a word that is found again. */
function withMarks(text: Text): string {
  let holes = 0;
  return text.map((part) => (typeof part === 'string' ? part : `template_part_${String(holes++)}_`)).join('');
}
const MARK = /template_part_(\d+)_/;

interface Surroundings {
  readonly lambda: LambdaFunction;
  /** What the marks in the code stand for. */
  readonly holes: readonly Hole[];
  readonly origin: Origin;
}

function callsOf(call: SdkCall, around: Surroundings): readonly CodeCall[] {
  const where = call.file === undefined ? `line ${String(call.line)}` : `${call.file}:${String(call.line)}`;
  return accessesOf(call).flatMap(({ action, name, index }) => {
    const named = name === undefined ? undefined : textIn(name, around);
    // What a parameter leaves without a name is not there to be called, and code asks first.
    if (named?.length === 0) return [];
    return {
      function: around.lambda,
      action,
      resource: call.isElsewhere ? undefined : named,
      ...(index === undefined ? {} : { index: index === 'some' ? index : (textIn(index, around) ?? 'some') }),
      where,
      origin: around.origin,
    };
  });
}

function textIn(name: CodeText, around: Surroundings): Text | undefined {
  const parts = name.map((part) => partIn(part, around));
  const known = parts.filter((part) => part !== undefined);
  const text = textOf(...known);
  return known.length < parts.length ? undefined : text;
}

function partIn(part: CodeTextPart, { lambda, holes }: Surroundings): Text | undefined {
  if (typeof part === 'string') return withHoles(part, holes);
  const value = lambda.environment.get(part.variable);
  if (value !== undefined) return textOfValue(value);
  return part.otherwise === undefined ? undefined : textOf(part.otherwise);
}

function withHoles(written: string, holes: readonly Hole[]): Text {
  const parts: TextPart[] = written
    .split(MARK)
    .flatMap((piece, index): readonly TextPart[] =>
      index % 2 === 0 ? [piece] : holes.slice(Number(piece), Number(piece) + 1),
    );
  return textOf(...parts);
}
