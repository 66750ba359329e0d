import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { managedPolicyFacts } from '#account/packed-managed-policies';
import { type CheckOptions, readCheckOptions } from '#cli/check-options';
import { readText } from '#cli/read-text';
import { runCommand } from './fake-io';

const TEMPLATE = 'Resources:\n  Data:\n    Type: AWS::S3::Bucket\n';
const folder = mkdtempSync(join(tmpdir(), 'check-'));

function write(path: string, content: string | Buffer): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

async function templatesOf(...args: readonly string[]): Promise<readonly string[]> {
  const { out } = await runCommand(['check', '--format', 'json', ...args]);
  const { judgements } = JSON.parse(out) as { judgements: readonly { template: string }[] };
  return judgements.map(({ template }) => (template.startsWith(folder) ? template.slice(folder.length + 1) : template));
}

function optionsOf(...args: readonly string[]): Promise<CheckOptions | undefined> {
  return readCheckOptions(args, { out: () => undefined, err: () => undefined, readText });
}

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('what is judged', () => {
  it('takes a named file whatever its ending', async () => {
    expect(await templatesOf(write('named/stack.txt', TEMPLATE))).toEqual(['named/stack.txt']);
  });

  it('takes standard input', async () => {
    const { out, status } = await runCommand(['check', '-', '--format', 'json'], { stdin: TEMPLATE });

    expect(status).toBe(0);
    expect(out).toContain('"template": "<stdin>"');
  });

  it('searches folders in a stable order and skips what is not a template', async () => {
    write('app/b.yml', TEMPLATE);
    write('app/a/stack.json', JSON.stringify({ Resources: { Data: { Type: 'AWS::S3::Bucket' } } }));
    write('app/c.template', `"AWSTemplateFormatVersion": 2010-09-09\n${TEMPLATE}`);
    write('app/package.json', '{ "name": "app", "Resources-like": {} }');
    write('app/broken.json', '{ "Resources": { "Data": { "Type": "AWS::S3::Bucket" ');
    write('app/workflow.yaml', 'on: push\njobs:\n  Resources: 1\n');
    write('app/node_modules/x/t.yaml', TEMPLATE);
    write('app/.hidden/t.yaml', TEMPLATE);
    write('app/readme.md', TEMPLATE);
    write('app/picture.json', Buffer.from([0x89, 0x50, 0, 0]));
    symlinkSync(join(folder, 'app'), join(folder, 'app/a/circle'));

    expect(await templatesOf(join(folder, 'app'))).toEqual([
      'app/a/stack.json',
      'app/b.yml',
      'app/broken.json',
      'app/c.template',
    ]);
  });

  it('takes the stacks of a cloud assembly, nested ones too, and nothing else of it', async () => {
    const stack = (file: string) => ({ type: 'aws:cloudformation:stack', properties: { templateFile: file } });
    const nested = { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Prod' } };
    const hostile = { type: 'cdk:cloud-assembly', properties: { directoryName: '.' } };
    write('cdk.out/manifest.json', JSON.stringify({ artifacts: { A: stack('A.template.json'), nested, hostile } }));
    write('cdk.out/A.template.json', '{"Resources":{}}');
    write('cdk.out/asset.123/B.template.json', '{"Resources":{}}');
    write('cdk.out/assembly-Prod/manifest.json', JSON.stringify({ artifacts: { C: stack('C.template.json') } }));
    write('cdk.out/assembly-Prod/C.template.json', '{"Resources":{}}');

    expect(await templatesOf(join(folder, 'cdk.out'))).toEqual([
      'cdk.out/A.template.json',
      'cdk.out/assembly-Prod/C.template.json',
    ]);
  });
});

describe('templates that belong together', () => {
  const queue = (more: string): string => `Resources:\n  Q: { Type: AWS::SQS::Queue }\n${more}`;

  it('a nested template is judged with the one around it, not by itself, unless it is named', async () => {
    const child = write('nested/app/child.yaml', queue(''));
    write(
      'nested/main.yaml',
      queue("  App: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: app/child.yaml } }\n"),
    );
    write('nested/other.yaml', queue(''));

    expect(await templatesOf(join(folder, 'nested'))).toEqual(['nested/main.yaml', 'nested/other.yaml']);
    expect(await templatesOf(join(folder, 'nested'), child)).toEqual([
      'nested/main.yaml',
      'nested/other.yaml',
      'nested/app/child.yaml',
    ]);
  });

  it('a finding in a nested template names its file and line', async () => {
    const reader = readFileSync('test/cli/templates/caller-names-wrong-action.yaml', 'utf8');
    write('deep/inner/caller.yaml', reader);
    const main = write(
      'deep/main.yaml',
      queue('  App: { Type: AWS::Serverless::Application, Properties: { Location: ./inner/caller.yaml } }\n'),
    );
    const { out, status } = await runCommand(['check', main], { referenceFacts: managedPolicyFacts('schema/aws') });

    expect(status).toBe(1);
    expect(out).toContain(`block  function-invokes-function  ${folder}/deep/inner/caller.yaml:16:`);
    expect(out).toContain('closest    line 14: ');
  });

  it('one that imports from another is judged with it, in the order in which they are named', async () => {
    const from = write('linked/b.yaml', queue('Outputs: { A: { Value: !GetAtt Q.Arn, Export: { Name: q } } }\n'));
    const to = write('linked/a.yaml', queue('  M: { Type: AWS::SQS::Queue, Metadata: { Of: !ImportValue q } }\n'));

    expect(await templatesOf(to, join(folder, 'named/stack.txt'), from)).toEqual([
      'linked/a.yaml',
      'named/stack.txt',
      'linked/b.yaml',
    ]);
  });
});

describe('what cannot be read', () => {
  it.each([
    {
      what: 'a missing file',
      path: () => join(folder, 'missing.yaml'),
      message: /missing\.yaml:1:1: no such file or folder/u,
      hint: 'name a template',
    },
    {
      what: 'a folder without templates',
      path: () => dirname(write('empty/x.json', '{}')),
      message: /empty:1:1: no template found/u,
      hint: 'cdk synth',
    },
    {
      what: 'a binary file',
      path: () => write('app.zip', Buffer.from([0x50, 0x4b, 3, 4, 10, 0, 0])),
      message: /app\.zip:2:1: not a UTF-8 text file/u,
      hint: 'save the template as UTF-8',
    },
    {
      what: 'another encoding',
      path: () => write('latin.yaml', Buffer.from([0x61, 0x0a, 0x62, 0xe9, 0x0a])),
      message: /latin\.yaml:2:2: not a UTF-8/u,
      hint: 'save the template as UTF-8',
    },
    {
      what: 'a huge file',
      path: () => write('huge.yaml', Buffer.alloc(17 * 1_048_576, 'a')),
      message: /huge\.yaml:1:1: file is larger/u,
      hint: '1 MB',
    },
  ])('$what is said with its place and a hint', async ({ path, message, hint }) => {
    const { status, out, err } = await runCommand(['check', path()]);

    expect(status).toBe(2);
    expect(out).toBe('');
    expect(err).toMatch(message);
    expect(err).toContain(hint);
  });

  it('does not keep the others from being judged', async () => {
    const good = write('mixed/good.yaml', TEMPLATE);

    const { status, out, err } = await runCommand(['check', join(folder, 'mixed/none.yaml'), good]);

    expect(status).toBe(2);
    expect(err).toContain('none.yaml:1:1');
    expect(out).toContain('good.yaml');
  });

  it('is a report that cannot be written, too', async () => {
    const { status, err } = await runCommand(['check', '-', '--output', 'json=/nowhere/x.json'], { stdin: TEMPLATE });

    expect(status).toBe(2);
    expect(err).toContain('`/nowhere/x.json` cannot be written');
  });
});

describe('options', () => {
  it('--output writes reports beside what is printed', async () => {
    const { out, written } = await runCommand(['check', '-', '--output', 'json=a.json', '--output', 'sarif=b.sarif'], {
      stdin: TEMPLATE,
    });

    expect(out).toContain('1 template');
    expect(JSON.parse(written.get('a.json') ?? '')).toMatchObject({ schemaVersion: 1 });
    expect(JSON.parse(written.get('b.sarif') ?? '')).toMatchObject({ version: '2.1.0' });
  });

  it.each([
    ['a list of keys and values', '[{ "ParameterKey": "Stage", "ParameterValue": "prod" }]'],
    ['a list of texts', '["Stage=prod"]'],
    ['an object', '{ "Stage": "prod" }'],
    ['an object under Parameters', '{ "Parameters": { "Stage": "prod" }, "Tags": { "a": "b" } }'],
    ['YAML', '- ParameterKey: Stage\n  ParameterValue: prod\n'],
    ['lines', '# of production\nStage=prod\n\n'],
  ])('--parameters reads %s', async (_, text) => {
    const file = write('parameters.json', text);

    const options = await optionsOf('a.yaml', '--parameters', file, 'Other=1=2', 'b.yaml');

    expect(options?.environment.parameters).toEqual(
      new Map([
        ['Stage', 'prod'],
        ['Other', '1=2'],
      ]),
    );
    expect(options?.paths).toEqual(['a.yaml', 'b.yaml']);
  });

  it('say where the stack goes', async () => {
    const options = await optionsOf(
      'a.yaml',
      '--region',
      'us-gov-west-1',
      '--account=012345678901',
      '--stack-name',
      'app',
    );

    expect(options?.environment).toEqual({
      parameters: new Map(),
      region: 'us-gov-west-1',
      account: '012345678901',
      stackName: 'app',
    });
  });

  it.each([
    ['--parameters', '{ "Stage": ', ':1:12: parameter file cannot be parsed: '],
    ['--parameters', 'Stage', ':1:1: not a parameter file'],
    ['--parameters', '[1]', ':1:2: not a parameter: neither `Name=value` nor'],
    ['--parameters', '[{ "ParameterKey": "A" }]', ':1:2: not a parameter: neither `Name=value` nor'],
    ['--parameters', '{ "Stage": null }', ':1:12: the value of `Stage` is neither a text nor a list of texts'],
    ['--parameters', '{ "Stage": [["a"]] }', ':1:13: `Stage` lists what is no text'],
    ['--facts', '[]', 'not a JSON object of facts'],
    ['--facts', '{ "iam-role:x": { "status": "maybe" } }', '`iam-role:x` is not a fact'],
    ['--settings', 'levls: {}', ':1:1: unknown setting `levls`\n  hint: did you mean `levels`?'],
    ['--settings', '{', 'settings cannot be parsed'],
  ])('%s refuses %s', async (option, text, message) => {
    const file = write('option-file', text);

    const { status, err } = await runCommand(['check', '-', option, file], { stdin: TEMPLATE });

    expect(status).toBe(2);
    expect(err).toContain(message);
    expect(err).toContain(`${file}:1:`);
  });

  it('shows progress only on a terminal, and only for many files', async () => {
    for (let at = 0; at < 12; at += 1) write(`many/${at}.yaml`, TEMPLATE);
    const onTerminal = { terminal: { colour: true, progress: true } };

    expect((await runCommand(['check', join(folder, 'many')], onTerminal)).err).toContain('judging 12 of 12');
    expect((await runCommand(['check', join(folder, 'many')])).err).toBe('');
    expect((await runCommand(['check', join(folder, 'many/1.yaml')], onTerminal)).err).toBe('');
  });
});
