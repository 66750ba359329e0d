import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { managedPolicyFacts } from '#account/packed-managed-policies';
import type { Judgement } from '#core/verdict/judgement';
import { runCommand } from './fake-io';

const folder = mkdtempSync(join(tmpdir(), 'code-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const TABLE = { Type: 'AWS::DynamoDB::Table', Properties: { KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }] } };
const POLICIES = [{ DynamoDBReadPolicy: { TableName: { Ref: 'Orders' } } }];
const HANDLER = 'from store import load, save\ndef handler(event, context):\n    save(load(event))\n';
const STORE = `import boto3
import os
table = boto3.resource('dynamodb').Table(os.environ['TABLE'])
def load(key): return table.get_item(Key=key)['Item']
def save(item): table.put_item(Item=item)
def drop(key): table.delete_item(Key=key)
`;

function samTemplate(properties: object, globals: object = {}): string {
  const Environment = { Variables: { TABLE: { Ref: 'Orders' } } };
  const Properties = { Runtime: 'python3.13', Handler: 'app.handler', Policies: POLICIES, Environment, ...properties };
  const Transform = 'AWS::Serverless-2016-10-31';
  const Resources = { Orders: TABLE, Save: { Type: 'AWS::Serverless::Function', Properties } };
  return JSON.stringify({ Transform, Globals: { Function: globals }, Resources });
}

/** Action and place of each warning. */
async function warnings(name: string, files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name, file)), { recursive: true });
    writeFileSync(join(folder, name, file), text);
  }
  const { out } = await runCommand(['check', '--format', 'json', join(folder, name, 'template.json')], {
    referenceFacts: managedPolicyFacts('schema/aws'),
  });
  const { judgements } = JSON.parse(out) as { judgements: readonly Judgement[] };
  return judgements.flatMap(({ findings }) =>
    findings
      .filter(({ level }) => level === 'warn')
      .map(({ action, evidence: [first] }) => `${action} ${/\(([^()]*)\)$/.exec(first?.message ?? '')?.[1] ?? ''}`)
      .map((line) => line.replace(join(folder, name), '.')),
  );
}

it.each([
  ['a folder of its own', samTemplate({ CodeUri: 'src/' }), 'src'],
  ['a folder of all functions', samTemplate({}, { CodeUri: './src' }), 'src'],
  ['the folder of the template', samTemplate({ CodeUri: '.' }), '.'],
  ['a folder within the code', samTemplate({ CodeUri: 'src', Handler: 'shop/app.handler' }), 'src/shop'],
])('code in %s is read from its handler on', async (name, template, at) => {
  const files = { 'template.json': template, [join(at, 'app.py')]: HANDLER, [join(at, 'store.py')]: STORE };
  const root = at === 'src/shop' ? { 'src/store.py': STORE } : {};

  const found = await warnings(name, { ...files, ...root });

  expect(found).toEqual([`dynamodb:PutItem ./${at === '.' ? '' : 'src/'}store.py:5`]);
});

it('an asset of the CDK is read', async () => {
  const { Resources } = JSON.parse(samTemplate({})) as { Resources: { Save: { Properties: object } } };
  const role = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: [] } } };
  const Save = {
    Type: 'AWS::Lambda::Function',
    Properties: {
      ...Resources.Save.Properties,
      Code: { S3Bucket: 'assets', S3Key: 'x.zip' },
      Role: { 'Fn::GetAtt': 'Role.Arn' },
    },
    Metadata: { 'aws:asset:path': 'asset.1a2b', 'aws:asset:property': 'Code' },
  };
  const template = JSON.stringify({ Resources: { Orders: TABLE, Role: role, Save } });

  const found = await warnings('assets', {
    'template.json': template,
    'asset.1a2b/app.py': HANDLER.replace('load, ', ''),
    'asset.1a2b/store.py': STORE,
  });

  expect(found).toContain('dynamodb:PutItem ./asset.1a2b/store.py:5');
});

it.each([
  ['code that is not there', { 'template.json': samTemplate({ CodeUri: 'src/' }) }],
  [
    'code that is in a bucket',
    { 'template.json': samTemplate({ CodeUri: 's3://bucket/src' }), 'src/app.py': HANDLER, 'src/store.py': STORE },
  ],
  ['code of another language', { 'template.json': samTemplate({ CodeUri: 'src' }), 'src/app.go': 'package main' }],
  [
    'a handler that is elsewhere',
    {
      'template.json': samTemplate({ CodeUri: 'src', Handler: 'main.handler' }),
      'src/app.py': HANDLER,
      'src/store.py': STORE,
    },
  ],
])('%s shows nothing', async (name, files) => {
  const found = await warnings(name, files);

  expect(found).toEqual([]);
});
