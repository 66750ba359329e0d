import { join } from 'node:path';
import { managedPolicyFacts } from '#account/packed-managed-policies';
import { judge } from '#core/judge';
import { DEFAULT_SETTINGS } from '#core/verdict/settings';
import { CORPUS, hasCorpus, readCorpusJson, samSource, translatedFiles } from './corpus';
import { jsonOf, type Json } from './json-template';
import { isTranslatorInstalled, translateOfficially } from './official-translator';
import { ourTemplates } from './our-templates';

const facts = managedPolicyFacts(join(__dirname, '../../schema/aws'));

/** Needs and findings, without the places, which differ as the texts do. */
function judged(template: Json) {
  const environment = { parameters: new Map(), region: 'us-east-1', partition: 'aws' };
  const proposal = { name: 'template', text: JSON.stringify(template), environment, today: '2026-11-01' };
  const { counts, findings } = judge(proposal, facts, DEFAULT_SETTINGS);
  return {
    counts,
    findings: findings.map(({ key, level, outcome, message }) => ({ key, level, outcome, message })).sort(byKey),
  };
}

function byKey(left: { readonly key: string }, right: { readonly key: string }): number {
  return left.key < right.key ? -1 : 1;
}

/** The translations were made beside the files that their sources name, and hold what stands in them. */
const NAMES_A_FILE = /"DefinitionUri"|"AWS::Include"/;
const READS_DEFINITIONS = /^(?:state-machine|api-definition|api-authorizer)-/;

function findingsOf(template: Json, source: Json): string {
  const isElsewhere = NAMES_A_FILE.test(JSON.stringify(source));
  return JSON.stringify(judged(template).findings.filter(({ key }) => !isElsewhere || !READS_DEFINITIONS.test(key)));
}

/** Law 7: a SAM template and the official translator's output give the same needs and outcomes. */
describe('a SAM template is judged as its official translation', () => {
  const official = isTranslatorInstalled() ? it : it.skip;
  if (!isTranslatorInstalled())
    console.warn('SKIPPED: the official translator (pip install aws-sam-translator) is missing');
  official('for our templates', () => {
    const sources = new Map([...ourTemplates()].map(([file, template]) => [file, jsonOf(template)]));
    const translations = translateOfficially(sources);

    for (const [file, source] of sources) {
      expect({ file, judged: judged(source) }).toEqual({
        file,
        judged: judged(translations.get(file)?.template ?? null),
      });
    }
  });

  const withCorpus = hasCorpus ? it : it.skip;
  if (!hasCorpus) console.warn(`SKIPPED: ${CORPUS} is missing, so public templates are not judged twice`);
  withCorpus(
    'for public templates',
    () => {
      // Only findings: where a definition stands in a file, what it is handed is counted in one spelling and not in the other.
      const different = translatedFiles().filter((file) => {
        const source = samSource(file);
        return findingsOf(source, source) !== findingsOf(readCorpusJson(file), source);
      });

      expect(different).toEqual([]);
    },
    60_000,
  );
});
