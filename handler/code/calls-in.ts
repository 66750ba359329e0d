import type { SdkCall } from '#core/model/sdk-call';
import type { Block, CallExpression, Module } from './expression';
import { Follower } from './follow/follower';
import { ModuleFinder } from './follow/modules';
import type { Emission } from './follow/thing';
import { reachedBlocks, type Entry } from './reached-blocks';
import { boto3Emissions, boto3Value } from './sdk/boto3';
import { javascriptEmissions, javascriptValue } from './sdk/javascript-sdk';

/** Calls of one function that are looked at. */
const MAX_CALLS = 2_000;
const MAX_EMISSIONS = 300;

/** The SDK calls that files of code make when Lambda enters them. */
export function callsIn(modules: readonly Module[], entry: Entry): readonly SdkCall[] {
  const reached = reachedBlocks(modules, entry);
  const finder = new ModuleFinder(modules);
  const found = modules.flatMap((module) => {
    const sdk = SDKS[module.language];
    const follower = new Follower(finder, sdk.value);
    const calls = callsOf(module.root, reached)
      .sort((left, right) => left.start - right.start)
      .slice(0, MAX_CALLS);
    const foreign = foreignServices(calls, follower);
    return calls.flatMap((call) =>
      sdk
        .emissions(follower.thingOf(call.callee), call, follower)
        .filter(({ isCommand, service }) => !isCommand || !foreign.has(service))
        .map((emission) => said(emission, { call, module, follower })),
    );
  });
  return unique(found).slice(0, MAX_EMISSIONS);
}

const SDKS = {
  python: { value: boto3Value, emissions: boto3Emissions },
  javascript: { value: javascriptValue, emissions: javascriptEmissions },
} as const;

function callsOf(block: Block, reached: ReadonlySet<Block>): CallExpression[] {
  if (!reached.has(block)) return [];
  return [...block.calls, ...block.children.flatMap((child) => callsOf(child, reached))];
}

/** A command does not say which client it is for: where one has other credentials or another region, it may be that one. */
function foreignServices(calls: readonly CallExpression[], follower: Follower): ReadonlySet<string> {
  return new Set(
    calls.flatMap((call) => {
      const thing = call.isNew ? follower.thingOf(call) : undefined;
      return thing?.kind === 'client' && (thing.isForeign || thing.isElsewhere) ? [thing.service] : [];
    }),
  );
}

interface Said {
  readonly call: CallExpression;
  readonly module: Module;
  readonly follower: Follower;
}

function said({ service, operation, input, isElsewhere }: Emission, { call, module, follower }: Said): SdkCall {
  return {
    service,
    operation,
    input: input === undefined ? { kind: 'unknown' } : follower.inputOf(input),
    isElsewhere,
    file: module.file,
    line: lineAt(module.source, call.start),
  };
}

function lineAt(source: string, offset: number): number {
  let line = 1;
  for (let at = source.indexOf('\n'); at >= 0 && at < offset; at = source.indexOf('\n', at + 1)) line += 1;
  return line;
}

/** The same call several times is one access. */
function unique(calls: readonly SdkCall[]): readonly SdkCall[] {
  const known = new Map<string, SdkCall>();
  for (const call of calls) {
    const key = JSON.stringify({ ...call, file: undefined, line: undefined });
    if (!known.has(key)) known.set(key, call);
  }
  return [...known.values()];
}
