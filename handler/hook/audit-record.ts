import type { Reading } from '#account/rounds';
import type { DatedFact } from '#account/fact-source';
import type { Finding, Judgement } from '#core/verdict/judgement';
import { version } from '../../package.json';
import { fitLine } from './fit-line';
import type { AccountState, TemplateNote } from './hook-case';
import type { SettingsNote } from './gate-settings';
import type { HookResponse } from './hook-response';
import type { HookRequest } from './request';
import type { HookOutcome } from './respond';
import type { Stage } from './stage-times';

/** What is known of an invocation when it ends; the parts that were not reached are absent. */
export interface Invocation {
  readonly requestId: string;
  readonly date: Date;
  readonly milliseconds: number;
  readonly stages: Readonly<Partial<Record<Stage, number>>>;
  readonly settingsNote: SettingsNote | undefined;
  readonly request: HookRequest | undefined;
  readonly template: TemplateNote | undefined;
  readonly account: AccountState | undefined;
  /** What else the account was asked; absent where nothing was judged. */
  readonly reading: Reading | undefined;
  /** Frames of an unexpected error. */
  readonly frames: readonly string[];
}

const MOST_FINDINGS = 100;
const MOST_FACTS = 100;
const MOST_TEXT = 400;

/**
 * The one log line of an invocation: who asked what, what was answered and why, and the metrics CloudWatch takes from it.
 *
 * INVARIANT: holds neither the payload's URL nor text of a template beyond the names and ARNs that findings speak of.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function auditRecord(invocation: Invocation, outcome: HookOutcome, response: HookResponse) {
  const judgement = outcome.kind === 'judged' ? outcome.judgement : undefined;
  const counted = countsOf(judgement);
  return {
    _aws: embeddedMetrics(invocation.date, Object.keys(counted)),
    ...metricsOf(judgement, outcome, invocation.milliseconds),
    ...counted,
    schemaVersion: 1,
    record: 'permission-hook-audit',
    version,
    time: invocation.date.toISOString(),
    requestId: invocation.requestId,
    ...requestNote(invocation.request, response.clientRequestToken),
    settings: invocation.settingsNote,
    template: invocation.template,
    accountState: accountNote(invocation.account),
    ...readingNote(invocation),
    hookStatus: response.hookStatus,
    errorCode: response.errorCode,
    message: response.message,
    exemption: outcome.kind === 'judged' ? outcome.exemption : undefined,
    secondOpinion: outcome.kind === 'judged' ? outcome.opinion : undefined,
    ...(outcome.kind === 'judged' ? judgementNote(outcome.judgement) : {}),
    fault:
      outcome.kind === 'fault'
        ? { code: outcome.code, message: outcome.message, frames: invocation.frames }
        : undefined,
    stages: invocation.stages,
  };
}
export type AuditRecord = ReturnType<typeof auditRecord>;

const METRIC_UNITS = {
  Duration: 'Milliseconds',
  Blocking: 'Count',
  Warnings: 'Count',
  Needs: 'Count',
  Unknown: 'Count',
  Fault: 'Count',
  Disagreements: 'Count',
} as const;

// CloudWatch takes no more from one directive.
const MOST_METRICS = 100;

function embeddedMetrics(date: Date, counted: readonly string[]) {
  const metrics = Object.entries(METRIC_UNITS).map(([Name, Unit]) => ({ Name, Unit }));
  const counts = counted.slice(0, MOST_METRICS).map((Name) => ({ Name, Unit: 'Count' as const }));
  return {
    Timestamp: date.getTime(),
    CloudWatchMetrics: [
      { Namespace: 'PermissionHook', Dimensions: [[], ['verdict']], Metrics: metrics },
      ...(counts.length === 0 ? [] : [{ Namespace: 'PermissionHook', Dimensions: [[]], Metrics: counts }]),
    ],
  };
}

/** How often each rule found something, and each reason for not being able to tell occurred: a metric of its own each. */
function countsOf(judgement: Judgement | undefined): CountedMetrics {
  const findings = judgement?.findings ?? [];
  const byRule = [...occurrences(findings.map(({ rule }) => rule))];
  const byReason = [...occurrences(reasonsOf(findings))];
  return {
    ...Object.fromEntries(byRule.map(([rule, count]) => [`Findings.${rule}`, count])),
    ...Object.fromEntries(byReason.map(([reason, count]) => [`Unknowns.${reason}`, count])),
  };
}
type CountedMetrics = Readonly<Record<`Findings.${string}` | `Unknowns.${string}`, number>>;

function reasonsOf(findings: readonly Finding[]): readonly string[] {
  return findings.flatMap(({ unknowns }) => unknowns.map(({ reason }) => reason));
}

function occurrences(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function metricsOf(judgement: Judgement | undefined, outcome: HookOutcome, milliseconds: number) {
  const findings = judgement?.findings ?? [];
  return {
    verdict: judgement?.verdict ?? (outcome.kind === 'judged' ? 'not-judged' : outcome.kind),
    Duration: Math.round(milliseconds),
    Blocking: findings.filter((finding) => finding.level === 'block').length,
    Warnings: findings.filter((finding) => finding.level === 'warn').length,
    Needs: judgement?.counts.needs ?? 0,
    Unknown: judgement?.counts.unknown ?? 0,
    Fault: outcome.kind === 'fault' ? 1 : 0,
    Disagreements: outcome.kind === 'judged' ? (outcome.opinion?.disagreed ?? 0) : 0,
  };
}

function judgementNote({ counts, findings, accepted, problems }: Judgement) {
  return {
    counts,
    findings: findings.slice(0, MOST_FINDINGS).map(findingNote),
    findingsOmitted: Math.max(0, findings.length - MOST_FINDINGS),
    accepted,
    problems: problems.slice(0, MOST_FINDINGS).map(({ line, fatal }) => ({ line, fatal })),
    unknowns: Object.fromEntries(occurrences(reasonsOf(findings))),
  };
}

function requestNote(request: HookRequest | undefined, clientRequestToken: string) {
  if (request === undefined) return { clientRequestToken };
  const { invocation, account, stackId, changeSetId, hookTypeName, hookTypeVersion, target, action } = request;
  return {
    ...{ clientRequestToken, invocation, awsAccountId: account, stackId, changeSetId },
    ...{ hookTypeName, hookTypeVersion, target, action },
  };
}

function accountNote(account: AccountState | undefined): string | undefined {
  return account?.kind === 'unreadable' ? `unreadable: ${account.why}` : account?.kind;
}

/** What was read, how it ended and how old it is; never a value: it may be anything. */
function readingNote({ reading, account, date }: Invocation) {
  if (reading === undefined) return {};
  const facts = [...reading.read].map(([key, dated]) => factNote(key, dated, date));
  const asked = [...facts, ...reading.leftUnread.map(({ kind, id }) => leftNote(`${kind}:${id}`))];
  return {
    rounds: reading.rounds,
    facts: asked.slice(0, MOST_FACTS),
    factsOmitted: Math.max(0, asked.length - MOST_FACTS),
    stackUnread: account?.kind === 'read' ? account.stack.unread : [],
  };
}

function factNote(key: string, { fact, readAt }: DatedFact, date: Date) {
  return {
    fact: fitLine(key, MOST_TEXT),
    status: fact.status,
    ...(fact.status === 'unreadable' ? { why: fitLine(fact.reason, MOST_TEXT) } : {}),
    ageMilliseconds: Math.max(0, date.getTime() - readAt),
  };
}

function leftNote(key: string) {
  return { fact: fitLine(key, MOST_TEXT), status: 'not-read' as const };
}

function findingNote(finding: Finding) {
  const { key, rule, level, certainty, since, outcome, layer, action, function: concerned } = finding;
  return {
    ...{ key, rule, level, certainty, since, outcome, layer, action, function: concerned },
    principal: finding.principal,
    resource: finding.resource,
    line: finding.location.line,
    message: fitLine(finding.message, MOST_TEXT),
    closest: finding.closest === null ? null : fitLine(finding.closest.why, MOST_TEXT),
    fixProved: finding.fix?.proved,
  };
}
