import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { managedPolicyFacts } from '#account/packed-managed-policies';
import { DEFAULT_SETTINGS } from '#core/verdict/settings';
import { judge } from '#core/judge';
import { reportJson } from '#cli/reporters/json';
import { replayCommand } from '#cli/replay';
import { schemaErrors } from './schemas';

const EVENTS = join(__dirname, 'events');
const TEMPLATES = join(__dirname, '../demo/templates');
const MANAGED_POLICIES = managedPolicyFacts(join(__dirname, '../../schema/aws'));
const template = (name: string): string => readFileSync(join(TEMPLATES, `${name}.yaml`), 'utf8');

/** Files by the name given on the command line. */
const FILES = new Map([
  ['event.json', readFileSync(join(EVENTS, 'stack-create.json'), 'utf8')],
  ['resource.json', readFileSync(join(EVENTS, 'resource-update.json'), 'utf8')],
  ['broken.json', JSON.stringify({ template: template('neighbour-broken') })],
  ['repaired.json', JSON.stringify({ template: template('neighbour-repaired') })],
  ['garbage', 'not JSON'],
]);

async function replay(...args: readonly string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const status = await replayCommand(args, {
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    readText: (path) => {
      const text = FILES.get(path);
      return text === undefined ? Promise.reject(new Error(`no ${path}`)) : Promise.resolve(text);
    },
    referenceFacts: MANAGED_POLICIES,
  });
  return { status, out: out.join(''), err: err.join('') };
}

describe('replay', () => {
  it('shows the answer as a person reads it, with the status of the CLI', async () => {
    const { status, out } = await replay('event.json', '--payload', 'broken.json');

    expect(status).toBe(1);
    expect(out).toMatch(
      /^FAILED \(NonCompliant\)\nblocked, 1 access will not work: .*\n\nFAILED {2}function-invokes-function Checkout\n/,
    );
  });

  it('gives the answer as CloudFormation gets it, and the audit record apart from it', async () => {
    const { status, out, err } = await replay('event.json', '--payload=broken.json', '--format=json');

    expect(status).toBe(1);
    expect(schemaErrors('hook-response', JSON.parse(out))).toEqual([]);
    expect(JSON.parse(out)).toMatchObject({ clientRequestToken: 'f8da6d11-b23f-48f4-814c-0fb6a667f50e' });
    expect(schemaErrors('audit-record', JSON.parse(err))).toEqual([]);
  });

  it.each([
    { name: 'what is let through', args: ['event.json', '--payload', 'repaired.json'], status: 0 },
    { name: 'what is not judged', args: ['resource.json'], status: 0 },
    { name: 'a payload that was not given', args: ['event.json'], status: 2 },
    { name: 'a payload that is not one', args: ['event.json', '--payload', 'garbage'], status: 2 },
  ])('answers $name by its status', async ({ args, status }) => {
    expect((await replay(...args)).status).toBe(status);
  });

  it.each([
    { name: 'no event', args: [], message: 'takes one event' },
    { name: 'two events', args: ['event.json', 'event.json'], message: 'takes one event' },
    { name: 'an event that is not JSON', args: ['garbage'], message: 'is not JSON' },
    { name: 'a format nobody knows', args: ['event.json', '--format', 'jso'], message: 'does not know `jso`' },
  ])('refuses $name', async ({ args, message }) => {
    await expect(replay(...args)).rejects.toThrow(message);
  });
});

it('a judgement as JSON is what its schema says', () => {
  const environment = { parameters: new Map<string, string>() };
  const judgements = ['neighbour-broken', 'neighbour-repaired', 'encrypted-broken'].map((name) =>
    judge({ name, text: template(name), environment, today: '2026-11-22' }, MANAGED_POLICIES, DEFAULT_SETTINGS),
  );
  const unreadable = judge(
    { name: 'bad', text: 'a: [', environment, today: '2026-11-22' },
    MANAGED_POLICIES,
    DEFAULT_SETTINGS,
  );

  expect(
    schemaErrors(
      'judgement',
      JSON.parse(reportJson({ judgements: [...judgements, unreadable], failingLevels: [], colour: false })),
    ),
  ).toEqual([]);
});
