import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fact } from '#core/facts/facts';
import type { HookPorts } from '#hook/hook-ports';
import { answerTo, EVENTS, NO_STACK, payload, sourceOf } from './answer-to';
import { schemaErrors } from './schemas';

/** A recorded exchange: what CloudFormation asks, what is behind the URL and in the account, and what it is answered. */
interface Exchange {
  readonly event: unknown;
  readonly payload?: Readonly<Record<string, unknown>>;
  readonly account?: {
    readonly stack?: RecordedStack | 'unreadable';
    readonly facts?: Readonly<Record<string, Fact>>;
  };
  readonly answer: {
    readonly hookStatus: string;
    readonly errorCode?: string;
    readonly annotations: readonly string[];
  };
}
interface RecordedStack {
  readonly status?: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly deployed?: Readonly<Record<string, string>>;
  readonly deployedTemplate?: string;
}

const FOLDER = join(EVENTS, 'exchanges');
const exchanges = readdirSync(FOLDER).map((file) => ({
  name: file.replace('.json', ''),
  ...(JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Exchange),
}));

/** `@name` stands for the text of a template beside the exchanges. */
const textOf = (value: unknown): unknown =>
  typeof value === 'string' && value.startsWith('@')
    ? readFileSync(join(EVENTS, 'templates', value.slice(1)), 'utf8')
    : value;

const withTexts = (facts: Readonly<Record<string, Fact>>) =>
  JSON.parse(JSON.stringify(facts), (_, each: unknown) => textOf(each)) as Readonly<Record<string, Fact>>;

function portsOf({ payload: behind = {}, account = {} }: Exchange): Partial<HookPorts> {
  const { stack = {}, facts } = account;
  const read = facts === undefined ? undefined : new Map(Object.entries(withTexts(facts)));
  return {
    ...payload(Object.fromEntries(Object.entries(behind).map(([name, value]) => [name, textOf(value)]))),
    readStack: () => (stack === 'unreadable' ? Promise.reject(new Error('denied')) : Promise.resolve(stackOf(stack))),
    factSource: () => (read === undefined ? undefined : sourceOf(read)),
  };
}

function stackOf({ status, parameters, deployed = {}, deployedTemplate }: RecordedStack) {
  return {
    ...NO_STACK,
    status,
    deployed: new Map(Object.entries(deployed)),
    ...(parameters === undefined ? {} : { parameters: new Map(Object.entries(parameters)) }),
    ...(deployedTemplate === undefined ? {} : { deployedTemplate: String(textOf(deployedTemplate)) }),
  };
}

it.each(exchanges)('$name is answered as recorded', async (exchange) => {
  const { response, records } = await answerTo(exchange.event, portsOf(exchange));

  const { hookStatus, errorCode, annotations, clientRequestToken } = response;
  expect({
    hookStatus,
    errorCode,
    annotations: annotations.map(({ status, annotationName }) => `${status} ${annotationName}`),
  }).toEqual({ errorCode: undefined, ...exchange.answer });
  expect(clientRequestToken).toBe('f8da6d11-b23f-48f4-814c-0fb6a667f50e');
  expect(schemaErrors('hook-response', response)).toEqual([]);
  expect(records.flatMap((record) => schemaErrors('audit-record', record))).toEqual([]);
  expect(records).toMatchObject([{ Fault: 0, hookStatus }]);
});

/** As CloudFormation may write numbers and booleans. */
const inTexts = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, each: unknown) => (/number|boolean/.test(typeof each) ? String(each) : each)));

it.each(exchanges.filter(({ name }) => /^(?:resource|cloud-control)-/.test(name)))(
  '$name is answered alike with numbers and booleans as texts',
  async (exchange) => {
    const event = exchange.event as { readonly requestData: object };
    const written = { ...event, requestData: inTexts(event.requestData) };
    const [typed, texts] = await Promise.all([event, written].map((each) => answerTo(each, portsOf(exchange))));

    expect(texts?.response).toEqual(typed?.response);
  },
);
