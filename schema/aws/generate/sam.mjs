// Writes the data of the SAM transform from an installed aws-sam-translator (Apache-2.0):
// `node schema/aws/generate/sam.mjs <folder of the Python package samtranslator> <date>`
import { readFileSync, writeFileSync } from 'node:fs';

const [folder, date] = process.argv.slice(2);
const read = (path) => JSON.parse(readFileSync(`${folder}/${path}`, 'utf8'));
const version = /__version__ = "([^"]+)"/.exec(readFileSync(`${folder}/__init__.py`, 'utf8'))[1];
const header = (file) => ({
  source: `https://github.com/aws/serverless-application-model, samtranslator/${file}`,
  licence: 'Apache-2.0',
  version: `aws-sam-translator ${version}`,
  date,
});
const write = (name, lines) => writeFileSync(`schema/aws/${name}`, `${lines.join('\n')}\n`);
const rows = (entries) => entries.map(([key, row]) => `    ${JSON.stringify(key)}: ${JSON.stringify(row)}`).join(',\n');
const table = (header, tables) => [
  '{',
  `  "header": ${JSON.stringify(header)},`,
  Object.entries(tables)
    .map(([name, entries]) => `  "${name}": {\n${rows(entries)}\n  }`)
    .join(',\n'),
  '}',
];
const byName = ([a], [b]) => (a < b ? -1 : 1);

const { Templates: templates } = read('policy_templates_data/policy_templates.json');
write(
  'sam-policy-templates.json',
  table(header('policy_templates_data/policy_templates.json'), {
    templates: Object.entries(templates)
      .sort(byName)
      .map(([name, { Parameters, Definition }]) => [
        name,
        { parameters: Object.keys(Parameters ?? {}), statement: Definition.Statement },
      ]),
  }),
);

const profiles = read('model/connector_profiles/profiles.json');
write(
  'sam-connector-profiles.json',
  table(header('model/connector_profiles/profiles.json'), {
    profiles: Object.entries(profiles.Permissions)
      .sort(byName)
      .flatMap(([source, byDestination]) =>
        Object.entries(byDestination)
          .sort(byName)
          .map(([destination, profile]) => [`${source} ${destination}`, profile]),
      ),
    resources: Object.entries(profiles.CfnResourceProperties).sort(byName),
  }),
);

// One row a policy path; the letters say in which partitions SAM knows the name: a aws, c aws-cn, g aws-us-gov, e aws-eusc.
const letters = { aws: 'a', 'aws-cn': 'c', 'aws-us-gov': 'g', 'aws-eusc': 'e' };
const paths = new Map();
for (const [partition, policies] of Object.entries(read('internal/data/aws_managed_policies.json'))) {
  for (const [name, arn] of Object.entries(policies)) {
    const path = arn.slice(arn.indexOf(':policy/') + ':policy/'.length);
    if (!path.endsWith(name)) throw new Error(`the name ${name} is not the end of ${arn}`);
    paths.set(path, (paths.get(path) ?? '') + letters[partition]);
  }
}
write(
  'sam-managed-policies.json',
  table(header('internal/data/aws_managed_policies.json'), { partitionsByPath: [...paths].sort(byName) }),
);
