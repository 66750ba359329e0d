import { catalogue } from '#core/rules/catalogue';
import { rules } from '#core/rules/registry';
import type { Rule } from '#core/rules/rule';
import { nearestName } from '#settings/nearest-name';
import { type CommandIo, EXIT, UsageError } from './command';
import { describeOptions, type OptionSpecs, parseOptions } from './parse-options';

const FORMATS = ['text', 'json', 'markdown'] as const;
type Format = (typeof FORMATS)[number];
const OPTIONS = {
  format: { takes: FORMATS.join('|'), about: 'how rules are printed (default: text)', oneOf: FORMATS },
  help: { about: 'show this help' },
} as const satisfies OptionSpecs;

/** Prints the catalogue, or one rule of it. */
export function rulesCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const options = parseOptions(args, OPTIONS);
  if (options.value('help') !== undefined) {
    io.out(`Usage: cfn-permission-hook rules [id] [options]\n\n${describeOptions(OPTIONS)}`);
    return Promise.resolve(EXIT.passed);
  }
  const [id, ...others] = options.positionals;
  if (others.length > 0) throw new UsageError(`one rule at a time, not also \`${others.join(' ')}\``);
  const format = FORMATS.find((name) => name === options.value('format')) ?? 'text';
  io.out(id === undefined ? describeAll(rules, format) : describeOne(ruleOf(id), format));
  return Promise.resolve(EXIT.passed);
}

function ruleOf(id: string): Rule {
  const rule = rules.find((candidate) => candidate.id === id);
  if (rule !== undefined) return rule;
  const nearest = nearestName(
    id,
    rules.map((candidate) => candidate.id),
  );
  throw new UsageError(
    `unknown rule \`${id}\``,
    nearest === undefined ? 'see `cfn-permission-hook rules`' : `did you mean \`${nearest}\`?`,
  );
}

function describeAll(all: readonly Rule[], format: Format): string {
  const sorted = [...all].sort((a, b) => compare(a.family, b.family) || compare(a.id, b.id));
  switch (format) {
    case 'text':
      return textTable(sorted);
    case 'json':
      return `${JSON.stringify(sorted.map(publicRule), null, 2)}\n`;
    case 'markdown':
      return `# Rules\n\n${sorted.map(markdownOf).join('\n')}\n${rowsWithoutRule()}`;
  }
}

function describeOne(rule: Rule, format: Format): string {
  switch (format) {
    case 'text':
      return textOf(rule);
    case 'json':
      return `${JSON.stringify(publicRule(rule), null, 2)}\n`;
    case 'markdown':
      return markdownOf(rule);
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function publicRule({ id, family, title, why, fix, breaks, harm, catalogue, references }: Rule) {
  return { id, family, title, why, fix, breaks, harm, catalogue, references };
}

function textTable(sorted: readonly Rule[]): string {
  const width = Math.max(0, ...sorted.map(({ id }) => id.length)) + 2;
  let family = '';
  const lines = sorted.map((rule) => {
    const heading = rule.family === family ? '' : `${family === '' ? '' : '\n'}${rule.family}\n`;
    family = rule.family;
    return `${heading}  ${rule.id.padEnd(width)}${rule.title}\n`;
  });
  return `${lines.join('')}\n${sorted.length} rules; \`cfn-permission-hook rules <id>\` tells more of one\n`;
}

const WHEN = {
  deploy: 'the deployment fails by itself',
  run: 'the stack deploys, the access fails later',
} as const;

function textOf(rule: Rule): string {
  const { id, family, title, why, fix, breaks, references } = rule;
  return [
    `${id} (${family})\n${title}\n\n`,
    `why      ${why}\nrepair   ${fix}\nbreaks   ${WHEN[breaks]}\n`,
    ...references.map((reference) => `see      ${reference}\n`),
  ].join('');
}

function markdownOf(rule: Rule): string {
  const { id, family, title, why, fix, breaks, references } = rule;
  return [
    `## \`${id}\`\n\n${title}.\n\n`,
    `| | |\n| --- | --- |\n| Family | ${family} |\n| Why | ${cell(why)} |\n| Repair | ${cell(fix)} |\n| Breaks | ${WHEN[breaks]} |\n`,
    `| AWS | ${references.map((reference) => `<${reference}>`).join(' ')} |\n`,
  ].join('');
}

/** Connections that are known and that no rule is about, each with the reason. */
function rowsWithoutRule(): string {
  const tables = [true, false].map((isJudged) =>
    catalogue.flatMap(({ row, withoutRule }) =>
      withoutRule?.isJudged === isJudged ? [`| ${row.id} | ${cell(row.title)} | ${cell(withoutRule.reason)} |\n`] : [],
    ),
  );
  const [judged = [], open = []] = tables;
  const head = '| Connection | What happens | Why |\n| --- | --- | --- |\n';
  return [`## Judged by every rule\n\n${head}${judged.join('')}\n`, `## Not judged\n\n${head}${open.join('')}`].join(
    '',
  );
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
