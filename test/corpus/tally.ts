import type { Finding } from '#core/verdict/judgement';
import type { Judged } from './judge-folder';

const SLOWEST = 5;
const REASONS = 40;

type Answered = Extract<Judged, { kind: 'judged' }>;

/** What became of the templates of a folder; `listed` prints the unknowns of one reason or rule. */
export function tally(judged: readonly Judged[], listed: string | undefined): readonly string[] {
  const crashes = judged.flatMap((each) => (each.kind === 'crashed' ? [`crash: ${each.file}: ${each.detail}`] : []));
  const answered = judged.filter((each) => each.kind === 'judged');
  return [
    ...crashes,
    ...countLines(judged.length, answered),
    ...heading('unknown accesses by reason', reasonLines(answered)),
    ...heading('templates that were refused', refusalLines(answered)),
    ...heading('slowest, milliseconds', slowestLines(answered)),
    ...(listed === undefined ? [] : heading(`unknown: ${listed}`, unknownLines(answered, listed))),
  ];
}

function heading(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines];
}

function countLines(found: number, answered: readonly Answered[]): readonly string[] {
  const refused = answered.filter(isRefused).length;
  const sum = (name: 'needs' | 'allowed' | 'denied' | 'unknown'): number =>
    answered.reduce((total, { judgement }) => total + judgement.counts[name], 0);
  const share = (count: number): string => `${count} (${((100 * count) / Math.max(sum('needs'), 1)).toFixed(1)} %)`;
  const verdicts = (['pass', 'fail', 'inconclusive'] as const).map(
    (verdict) => `${answered.filter(({ judgement }) => judgement.verdict === verdict).length} ${verdict}`,
  );
  return [
    `templates  ${found}: ${answered.length - refused} judged, ${refused} refused, ${found - answered.length} crashed`,
    `verdicts   ${verdicts.join(', ')}`,
    `accesses   ${sum('needs')}: ${share(sum('allowed'))} allowed, ${share(sum('denied'))} denied, ${share(sum('unknown'))} unknown`,
  ];
}

function isRefused({ judgement }: Answered): boolean {
  return judgement.problems.some(({ fatal }) => fatal);
}

/** Each access once, by all that keeps it open. */
function reasonLines(answered: readonly Answered[]): readonly string[] {
  const open = answered.flatMap(({ judgement }) => judgement.findings.filter(isOpen));
  const byReason = counted(
    open.map((finding) => [...new Set(finding.unknowns.map(({ reason }) => reason))].sort().join(' + ')),
  );
  const byRule = counted(
    open.flatMap((finding) => [...new Set(finding.unknowns.map(({ reason }) => `${finding.rule}: ${reason}`))]),
  );
  return [...byReason, ...byRule.slice(0, REASONS).map((line) => `  ${line}`)];
}

function isOpen({ outcome }: Finding): boolean {
  return outcome === 'unknown';
}

function refusalLines(answered: readonly Answered[]): readonly string[] {
  return answered.flatMap(({ file, judgement }) =>
    judgement.problems
      .filter(({ fatal }) => fatal)
      .map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`),
  );
}

function slowestLines(answered: readonly Answered[]): readonly string[] {
  const slowest = [...answered].sort((a, b) => b.milliseconds - a.milliseconds).slice(0, SLOWEST);
  return slowest.map(({ file, milliseconds }) => `${milliseconds.toFixed(1).padStart(8)} ${file}`);
}

function unknownLines(answered: readonly Answered[], listed: string): readonly string[] {
  return answered.flatMap(({ file, judgement }) =>
    judgement.findings
      .filter(isOpen)
      .filter(({ rule, unknowns }) => rule === listed || unknowns.some(({ reason }) => reason === listed))
      .map(
        (finding) =>
          `${file}:${finding.location.line}: ${finding.key}: ${finding.unknowns.map(({ message }) => message).join('; ')}`,
      ),
  );
}

/** Most frequent first. */
function counted(names: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const sorted = [...counts].sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1));
  return sorted.map(([name, count]) => `${String(count).padStart(6)} ${name}`);
}
