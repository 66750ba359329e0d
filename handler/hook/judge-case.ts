import type { FactSource } from '#account/fact-source';
import { inRounds, type Reading } from '#account/rounds';
import type { Facts } from '#core/facts/facts';
import type { CodeReader } from '#core/model/sdk-call';
import type { Judgement, Proposal } from '#core/verdict/judgement';
import type { Settings } from '#core/verdict/settings';
import { exemptionOf, factsOf, proposalOf, templateOf, type HookCase } from './hook-case';
import type { Desk } from './hook-ports';
import type { HookRequest } from './request';
import type { HookOutcome } from './respond';
import { withSecondOpinion } from './second-opinion';

interface Ruling {
  readonly outcome: HookOutcome;
  readonly reading: Reading | undefined;
}

/** Judges what was gathered, reading the account for what only it can tell. */
export async function judgeCase(held: HookCase, settings: Settings, desk: Desk): Promise<Ruling> {
  const text = templateOf(held.payload);
  if (text === undefined)
    return { outcome: { kind: 'not-judged', why: 'the request holds no template' }, reading: undefined };
  const { ports, stages } = desk;
  const known = factsOf(held.account, await ports.readFacts());
  const proposal = withCode(proposalOf(held, text, ports.date()), await ports.codeReader(text));
  const { judge } = await import('#core/judge');
  const ask = (facts: Facts): Judgement => stages.time('judge', () => judge(proposal, facts, settings));
  const { answer, ...reading } = await judgeFresh(ask, known, { held, desk });
  if (isWorthWaiting(answer, reading, held.request))
    return { outcome: { kind: 'waiting', attempt: held.request.invocation }, reading };
  const exemption = exemptionOf(held, text);
  const heard =
    exemption === undefined ? await withSecondOpinion(answer, desk) : { judgement: answer, opinion: undefined };
  return { outcome: { kind: 'judged', ...heard, exemption }, reading };
}

function withCode(proposal: Proposal, code: CodeReader | undefined): Proposal {
  return code === undefined ? proposal : { ...proposal, code };
}

// AWS: the service asks three times at most; what the last attempt cannot tell stays unknown.
const MOST_ATTEMPTS = 3;

/** What blocks, blocks whatever else is said; what is unknown may be known the next time. */
function isWorthWaiting({ verdict, counts }: Judgement, reading: Reading, { invocation }: HookRequest): boolean {
  if (verdict === 'fail' || counts.unknown === 0 || invocation >= MOST_ATTEMPTS) return false;
  return reading.leftUnread.length > 0 || [...reading.read.values()].some(({ mayPass }) => mayPass === true);
}

/** What was read for an earlier event may let a change through, but never block one. */
async function judgeFresh(
  ask: (facts: Facts) => Judgement,
  known: Facts,
  { held, desk }: { readonly held: HookCase; readonly desk: Desk },
): Promise<Reading & { readonly answer: Judgement }> {
  const { ports, budget, stages } = desk;
  const start = ports.date().getTime();
  const source = measured(ports.factSource(held.request), stages);
  const first = await inRounds(ask, { source, known, budget });
  const old = [...first.read].filter(([, { readAt }]) => readAt < start).map(([key]) => key);
  if (source === undefined || old.length === 0 || first.answer.verdict !== 'fail') return first;
  source.forget(old);
  return inRounds(ask, { source, known, budget });
}

function measured(source: FactSource | undefined, stages: Desk['stages']): FactSource | undefined {
  if (source === undefined) return undefined;
  return { ...source, read: (requests, budget) => stages.measure('facts', () => source.read(requests, budget)) };
}
