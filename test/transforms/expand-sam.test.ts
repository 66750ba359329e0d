import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NO_FACTS } from '#core/facts/facts';
import { expandForEach } from '#core/intrinsics/expand-for-each';
import type { MapNode } from '#core/template/node';
import { expandTransforms } from '#core/transforms/expand-transforms';
import { CORPUS, hasCorpus, readCorpusJson, samSource, translatedFiles } from './corpus';
import { jsonOf, templateOf } from './json-template';
import { isTranslatorInstalled, translateOfficially } from './official-translator';
import { permissionResources } from './permission-resources';
import { FOLDER, ourTemplates } from './our-templates';

const OPTIONS = { region: 'us-east-1' };

function ours(template: MapNode): ReadonlyMap<string, string> {
  const { root } = expandForEach(template, { ...OPTIONS, parameters: new Map() }, NO_FACTS);
  return permissionResources(jsonOf(expandTransforms(root, OPTIONS).root));
}

/** Resources that differ, by logical id. */
function differences(left: ReadonlyMap<string, string>, right: ReadonlyMap<string, string>): readonly string[] {
  return [...new Set([...left.keys(), ...right.keys()])].filter((id) => left.get(id) !== right.get(id));
}

describe('our templates', () => {
  it.each([...ourTemplates()])('%s expands into what is written beside it', (file, template) => {
    const expected: unknown = JSON.parse(readFileSync(join(FOLDER, file.replace('.yaml', '.expanded.json')), 'utf8'));

    expect(Object.fromEntries(ours(template))).toEqual(withTexts(expected));
    expect(expandTransforms(template, OPTIONS)).toMatchObject({ problems: [], unknowns: [] });
  });

  const official = isTranslatorInstalled() ? it : it.skip;
  if (!isTranslatorInstalled())
    console.warn('SKIPPED: the official translator (pip install aws-sam-translator) is missing');
  official('expand as the official translator expands them', () => {
    const sources = ourTemplates();
    const translated = translateOfficially(new Map([...sources].map(([file, template]) => [file, jsonOf(template)])));

    for (const [file, template] of sources) {
      const { template: expanded, error } = translated.get(file) ?? {};
      expect({ file, error }).toEqual({ file, error: undefined });
      expect(Object.fromEntries(ours(template))).toEqual(Object.fromEntries(permissionResources(expanded ?? null)));
    }
  });
});

function withTexts(json: unknown): Readonly<Record<string, string>> {
  if (typeof json !== 'object' || json === null) throw new Error('a map of resources is expected');
  return Object.fromEntries(Object.entries(json).map(([id, resource]) => [id, JSON.stringify(resource, null, 1)]));
}

/** Every remaining difference with its reason, by file and logical id. */
const PLAIN_LOOP = 'a loop without serverless resources is left for the resolver';
const KNOWN_DIFFERENCES: Readonly<Record<string, string>> = {
  'templates/translated/15c7b7b7ae09f59a.json S3BucketA': PLAIN_LOOP,
  'templates/translated/15c7b7b7ae09f59a.json S3BucketB': PLAIN_LOOP,
  'templates/translated/15c7b7b7ae09f59a.json S3BucketC': PLAIN_LOOP,
  'templates/translated/48980d410796bb00.json AlphaWorker': PLAIN_LOOP,
  'templates/translated/48980d410796bb00.json BetaWorker': PLAIN_LOOP,
  'templates/translated/f207b1014aca56e4.json LambdaMSKConsumerJavaFunctionMSKEvent':
    'the translator writes parameter defaults into `SchemaRegistryURI`; we leave them for the resolver',
};

describe('public templates', () => {
  const withCorpus = hasCorpus ? it : it.skip;
  if (!hasCorpus) console.warn(`SKIPPED: ${CORPUS} is missing, so public templates are not compared`);

  withCorpus('expand as the official translator expanded them', () => {
    const counts = { functions: 0, equalFunctions: 0, resources: 0, equalResources: 0 };
    const unexplained: string[] = [];
    for (const file of translatedFiles()) {
      const [left, right] = [ours(templateOf(samSource(file))), permissionResources(readCorpusJson(file))];
      const different = differences(left, right);
      const functions = [...right]
        .filter(([, text]) => text.includes('"Type": "AWS::Lambda::Function"'))
        .map(([id]) => id);
      counts.functions += functions.length;
      counts.equalFunctions += functions.filter(
        (id) => !different.some((other) => concerns(other, id, [left, right])),
      ).length;
      counts.resources += new Set([...left.keys(), ...right.keys()]).size;
      counts.equalResources += new Set([...left.keys(), ...right.keys()]).size - different.length;
      unexplained.push(...different.map((id) => `${file} ${id}`).filter((one) => KNOWN_DIFFERENCES[one] === undefined));
    }
    const share = counts.equalFunctions / counts.functions;
    console.info(
      `SAM: ${(share * 100).toFixed(2)} % of ${counts.functions} functions equal; resources ${counts.equalResources} of ${counts.resources}`,
    );

    expect(unexplained).toEqual([]);
    expect(share).toBeGreaterThanOrEqual(0.995);
  });
});

/** A different resource counts against each function it is named after or mentions. */
function concerns(resourceId: string, functionId: string, sides: readonly ReadonlyMap<string, string>[]): boolean {
  return (
    resourceId.startsWith(functionId) ||
    sides.some((side) => side.get(resourceId)?.includes(`"${functionId}"`) === true)
  );
}
