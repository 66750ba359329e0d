import { decide } from '#core/iam/decide';
import { readDecideInput, type DecideCase } from '#core/iam/decide-input';
import type { Decision, StatementRef } from '#core/iam/decision';
import { explainDecision, explainNearMiss, explainOutcome, nameOfStatement } from '#core/iam/explain';
import { problemsOfLayers } from '#core/iam/rejected-documents';
import type { PolicyProblem } from '#core/policy/document';
import { pathOf, type Origin } from '#core/value/origin';
import { describeUnknown } from '#core/value/unknown-reason';
import { EXIT, InputError, UsageError, type CommandIo } from './command';
import { describeOptions, parseOptions, type OptionSpecs } from './parse-options';

const FORMATS = ['text', 'json'] as const;

const DECIDE_OPTIONS = {
  format: { takes: FORMATS.join('|'), about: 'how decisions are printed (default: text)', oneOf: FORMATS },
  help: { about: 'show this help' },
} as const satisfies OptionSpecs;

/** Decides IAM requests that come with their policies; the answer is no failure, whatever it is. */
export async function decideCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const options = parseOptions(args, DECIDE_OPTIONS);
  if (options.value('help') !== undefined) {
    io.out(`Usage: cfn-permission-hook decide <file|-> [options]\n\n${describeOptions(DECIDE_OPTIONS)}`);
    return EXIT.passed;
  }
  const [path, ...more] = options.positionals;
  if (path === undefined || more.length > 0)
    throw new UsageError(
      '`decide` takes one file',
      'name it, or - for standard input: `cfn-permission-hook decide cases.json`',
    );
  const cases = await readCases(path, io);
  const decisions = cases.map((each) => ({
    ...each,
    decision: decide(each.request, each.layers),
    problems: problemsOfLayers(each.layers, each.request.action),
  }));
  io.out(options.value('format') === 'json' ? jsonOf(decisions) : decisions.map(textOfDecision).join('\n'));
  return EXIT.passed;
}

async function readCases(path: string, io: CommandIo): Promise<readonly DecideCase[]> {
  const input = readDecideInput(parseJson(path, await io.readText(path)));
  if (input.kind === 'cases') return input.cases;
  const lines = input.problems.map(
    (problem) => `\n  ${problem.path === '' ? 'input' : problem.path}: ${problem.expected}`,
  );
  throw new InputError(`\`${path}\` cannot be decided:${lines.join('')}`);
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InputError(
      `\`${path}\` is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`,
      undefined,
      { cause },
    );
  }
}

interface Decided extends DecideCase {
  readonly decision: Decision;
  readonly problems: readonly PolicyProblem[];
}

function textOfDecision({ id, request, decision, problems }: Decided): string {
  const notes = problems.map(({ message, origin }) => `policy problem at ${placeOf(origin)}: ${message}`);
  const lines = [...explainDecision(request, decision), ...notes].map((line) => `  ${line}\n`);
  return `${id}: ${decision.outcome}\n${lines.join('')}`;
}

function jsonOf(decisions: readonly Decided[]): string {
  return `${JSON.stringify(decisions.map(shape), undefined, 2)}\n`;
}

/** The public shape: a change here is a change users see. */
function shape({ id, request, decision, problems }: Decided): unknown {
  const { outcome, decidedBy, closest, layers, unknowns } = decision;
  return {
    id,
    outcome,
    message: explainOutcome(request, decision),
    decidedBy: decidedBy ?? null,
    layers: layers.map(({ because, ...layer }) => ({ ...layer, because: because.map(shapeOfStatement) })),
    closest:
      closest === undefined
        ? null
        : { ...shapeOfStatement(closest), miss: closest.miss.kind, why: explainNearMiss(closest, request) },
    unknowns: unknowns.map((reason) => ({ reason: reason.kind, message: describeUnknown(reason) })),
    problems: problems.map(({ message, origin }) => ({ message, path: pathIn(origin) })),
  };
}

function shapeOfStatement(ref: StatementRef): Record<string, unknown> {
  const { origin, effect } = ref.statement;
  return {
    statement: nameOfStatement(ref),
    effect,
    applies: ref.applies,
    path: pathIn(origin),
  };
}

function pathIn(origin: Origin): readonly (string | number)[] {
  return origin.kind === 'input' ? pathOf(origin.path) : [];
}

function placeOf(origin: Origin): string {
  return pathIn(origin).join('.');
}
