import { rules } from '#core/rules/registry';
import type { Rule } from '#core/rules/rule';
import type { Finding, Judgement } from '#core/verdict/judgement';
import { version } from '../version';
import { detailsOf, snippetLines } from './finding-details';
import { sortWorstFirst } from './finding-order';
import type { Place } from './place-words';
import type { Report } from './report';

const LEVEL = { block: 'error', warn: 'warning', note: 'note' } as const;

/** @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export function reportSarif({ judgements }: Report): string {
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'cfn-permission-hook', version, rules: rules.map(describeRule) } },
        columnKind: 'utf16CodeUnits',
        invocations: [invocationOf(judgements)],
        results: judgements.flatMap(({ template, findings }) =>
          sortWorstFirst(findings).map((finding) => resultOf(template, finding)),
        ),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function describeRule({ id, title, why, fix, family, references }: Rule) {
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: fix },
    helpUri: references[0],
    properties: { tags: [family] },
  };
}

function invocationOf(judgements: readonly Judgement[]) {
  const notifications = judgements.flatMap(({ template, problems }) =>
    problems.map((problem) => ({
      level: problem.fatal ? 'error' : 'warning',
      message: { text: problem.message },
      locations: [locationOf(template, problem)],
    })),
  );
  return {
    executionSuccessful: notifications.every(({ level }) => level !== 'error'),
    toolExecutionNotifications: notifications,
  };
}

function resultOf(template: string, finding: Finding) {
  const { key, rule, level, message, location, evidence, closest, since, certainty, outcome, layer } = finding;
  const ruleIndex = rules.findIndex(({ id }) => id === rule);
  const details = detailsOf(finding).map(({ label, text }) => `${label}: ${text}`);
  const places = [
    ...evidence.map((each) => ({ ...each, text: each.message })),
    ...(closest === null ? [] : [{ ...closest, text: closest.why }]),
  ];
  return {
    ruleId: rule,
    ...(ruleIndex < 0 ? {} : { ruleIndex }),
    level: LEVEL[level],
    message: { text: [message, ...details, ...snippetLines(finding)].join('\n') },
    locations: [locationOf(template, location)],
    relatedLocations: places.map((place, id) => ({
      id,
      ...locationOf(template, place),
      message: { text: place.text },
    })),
    partialFingerprints: { 'findingKey/v1': key },
    baselineState: since === 'new' ? 'new' : 'unchanged',
    properties: { certainty, outcome, layer },
  };
}

function locationOf(template: string, { file = template, line, column }: Place) {
  return {
    physicalLocation: {
      artifactLocation: { uri: encodeURI(file.replaceAll('\\', '/')) },
      region: { startLine: line, startColumn: column },
    },
  };
}
