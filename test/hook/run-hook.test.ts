import { readdirSync } from 'node:fs';
import type { FactSource } from '#account/fact-source';
import type { StackState } from '#account/stack-state';
import type { StoredText } from '#account/stored-text';
import { factKey, type Fact } from '#core/facts/facts';
import { GateError } from '#hook/gate-error';
import type { HookPorts } from '#hook/hook-ports';
import { DEFAULT_GATE_SETTINGS, gateSettings } from '#hook/gate-settings';
import { answerTo, EMPTY_TEMPLATE, event, EVENTS, NO_STACK, payload, shop, sourceOf } from './answer-to';
import { schemaErrors } from './schemas';

const NO_PARAMETER = { readStored: () => Promise.reject(new Error('there is none')), now: () => 0 };
const failing = (code: 'payload-unavailable' | 'time-out'): Partial<HookPorts> => ({
  fetchPayload: () => Promise.reject(new GateError(code, 'S3 answered with status 403')),
});

describe('every recorded event', () => {
  const names = readdirSync(EVENTS).flatMap((file) => (file.endsWith('.json') ? [file.slice(0, -5)] : []));

  it.each(names)('%s is answered by the contract, with one audit record', async (name) => {
    const { response, records } = await answerTo(event(name));

    expect(response.clientRequestToken).toBe('f8da6d11-b23f-48f4-814c-0fb6a667f50e');
    expect(response.hookStatus).toBe('SUCCESS');
    expect(schemaErrors('hook-response', response)).toEqual([]);
    expect(records).toHaveLength(1);
    expect(schemaErrors('audit-record', records[0])).toEqual([]);
    expect(JSON.stringify(records)).not.toContain('X-Amz-Signature');
  });

  it.each(names.filter((name) => !name.startsWith('odd-')))('%s fits the published schema', (name) => {
    expect(schemaErrors('hook-request', event(name))).toEqual([]);
  });

  it.each([
    { name: 'stack-create', action: 'create', target: 'STACK', judges: true },
    { name: 'stack-update', action: 'update', target: 'STACK', judges: true },
    { name: 'change-set', action: 'create', target: 'CHANGE_SET', judges: true },
    { name: 'odd-casing', action: 'create', target: 'STACK', judges: true },
    { name: 'odd-minimal', action: 'unknown', target: 'STACK', judges: true },
    { name: 'stack-delete', action: 'delete', target: 'STACK', judges: false },
    { name: 'resource-update', action: 'update', target: 'AWS::Lambda::Permission', judges: true },
    { name: 'cloud-control-create', action: 'create', target: 'AWS::Lambda::Function', judges: true },
  ])('$name is read as $action of $target', async ({ name, action, target, judges }) => {
    const { records } = await answerTo(event(name));

    expect(records[0]).toMatchObject({ action, target });
    expect(records[0]?.verdict === 'not-judged').toBe(!judges);
  });
});

describe('the payload', () => {
  it.each([
    ['a Lambda Hook spells it', { template: EMPTY_TEMPLATE, previousTemplate: '', changedResources: [] }],
    ['a custom hook spells it', { Template: EMPTY_TEMPLATE, ChangedResources: [{ LogicalResourceId: 'A' }, null, 7] }],
    ['an object in place of the text', { template: { Resources: {} } }],
    ['only resolved', { ResolvedTemplate: EMPTY_TEMPLATE }],
  ])('is taken as %s', async (_, text) => {
    const { records } = await answerTo(event('stack-update'), payload(text));

    expect(records[0]).toMatchObject({ Fault: 0, template: { characters: EMPTY_TEMPLATE.length } });
  });

  it('without a template leaves nothing to judge', async () => {
    const { response } = await answerTo(event('stack-update'), payload({ template: '', previousTemplate: '' }));

    expect(response).toMatchObject({ hookStatus: 'SUCCESS', annotations: [{ status: 'SKIPPED' }] });
  });

  it('with a byte order mark is read', async () => {
    const { records } = await answerTo(event('stack-create'), payload(`\uFEFF${JSON.stringify({ template: '{}' })}`));

    expect(records[0]?.Fault).toBe(0);
  });

  it('with a template that nobody can read does not block: CloudFormation refuses it itself', async () => {
    const { response } = await answerTo(event('stack-create'), payload({ template: 'Resources: {' }));

    expect(response.hookStatus).toBe('SUCCESS');
    expect(response.annotations.every(({ status }) => status === 'SKIPPED')).toBe(true);
  });
});

describe('what never blocks', () => {
  const rollback = { readStack: () => Promise.resolve({ ...NO_STACK, status: 'UPDATE_ROLLBACK_IN_PROGRESS' }) };

  it.each([
    ['the deployed template again', payload({ template: 'a', previousTemplate: ' a\n' }), 'same-template'],
    ['a stack on its way back', { ...payload({ template: 'a', previousTemplate: 'b' }), ...rollback }, 'rollback'],
    ['any other template may', payload({ template: 'a', previousTemplate: 'b' }), undefined],
  ])('%s', async (_, ports, exemption) => {
    const { records } = await answerTo(event('stack-update'), ports);

    expect(records[0]?.exemption).toBe(exemption);
  });
});

describe('a fault of ours', () => {
  const bug = {
    readFacts: () => {
      throw new TypeError('secret text of a template');
    },
  };
  const never = { fetchPayload: () => new Promise<string>(() => undefined) };

  it.each([
    {
      name: 'a URL that has expired',
      what: event('stack-create'),
      ports: failing('payload-unavailable'),
      code: 'payload-unavailable',
    },
    { name: 'a time-out', what: event('stack-create'), ports: failing('time-out'), code: 'time-out' },
    { name: 'no payload at all', what: event('odd-no-payload'), ports: {}, code: 'payload-missing' },
    {
      name: 'a payload that is not JSON',
      what: event('stack-create'),
      ports: payload('<Error/>'),
      code: 'payload-unreadable',
    },
    {
      name: 'a payload cut short',
      what: event('stack-create'),
      ports: payload('{"template":"Reso'),
      code: 'payload-unreadable',
    },
    { name: 'a payload of another form', what: event('stack-create'), ports: payload([]), code: 'payload-unreadable' },
    { name: 'a bug', what: event('stack-create'), ports: bug, code: 'internal' },
    { name: 'an event that is text', what: 'hello', ports: {}, code: 'event-unreadable' },
    { name: 'an event that is nothing', what: null, ports: {}, code: 'event-unreadable' },
    {
      name: 'an event without data',
      what: { clientRequestToken: 't', requestData: [] },
      ports: {},
      code: 'event-unreadable',
    },
  ])('$name is an answer, and an audit record', async ({ what, ports, code }) => {
    const { response, records } = await answerTo(what, ports);

    expect(response).toMatchObject({ hookStatus: 'SUCCESS', annotations: [{ annotationName: 'gate-fault' }] });
    expect(records).toMatchObject([{ verdict: 'fault', Fault: 1, fault: { code } }]);
    expect(schemaErrors('hook-response', response)).toEqual([]);
    expect(schemaErrors('audit-record', records[0])).toEqual([]);
    expect(JSON.stringify([response, records])).not.toMatch(/secret text|X-Amz-Signature|"Reso/);
  });

  it('blocks where the settings say so', async () => {
    const settings = { ...DEFAULT_GATE_SETTINGS.settings, fault: 'fail-closed' as const };
    const readSettings = () => ({ ...DEFAULT_GATE_SETTINGS, settings });
    const { response } = await answerTo(event('stack-create'), { ...failing('time-out'), readSettings });

    expect(response).toMatchObject({ hookStatus: 'FAILED', errorCode: 'InternalFailure' });
  });

  it.each([
    { name: 'none', text: undefined, verdict: 'fail' },
    { name: 'that silence the rule', text: 'levels: { function-invokes-function: off }', verdict: 'pass' },
    { name: 'that nobody understands', text: 'levls: {}', verdict: 'fault' },
  ])('and settings in the environment: $name', async ({ text, verdict }) => {
    const readSettings = gateSettings({ ...NO_PARAMETER, environment: { PERMISSION_HOOK_SETTINGS: text } });
    const broken = payload({ template: shop('neighbour-broken') });
    const { records } = await answerTo(event('stack-create'), { ...broken, readSettings });

    expect(records).toMatchObject([{ verdict }]);
  });

  it('and settings kept in SSM are refreshed, and the last good ones stay', async () => {
    let now = 0;
    let stored: () => Promise<StoredText> = () => Promise.reject(new Error('ssm:GetParameter: access denied'));
    const readSettings = gateSettings({
      environment: { PERMISSION_HOOK_SETTINGS_PARAMETER: '/gate' },
      readStored: () => stored(),
      now: () => now,
    });
    const answer = async () => {
      const broken = payload({ template: shop('neighbour-broken') });
      const { records } = await answerTo(event('stack-create'), { ...broken, readSettings });
      expect(schemaErrors('audit-record', records[0])).toEqual([]);
      return { verdict: records[0]?.verdict, settings: records[0]?.settings };
    };
    const quiet = { verdict: 'pass', settings: { source: 'parameter', version: '/gate:7' } };

    expect(await answer()).toEqual({ verdict: 'fault', settings: undefined });
    stored = () => Promise.resolve({ text: 'levels: { function-invokes-function: off }', version: 7 });
    expect(await answer()).toEqual(quiet);
    stored = () => Promise.resolve({ text: 'levls: {}', version: 8 });
    expect(await answer()).toEqual(quiet);
    now = 60_000;
    const stale = '/gate:1:1: unknown setting `levls`';
    expect(await answer()).toEqual({ ...quiet, settings: { ...quiet.settings, stale } });
    stored = () => Promise.resolve({ text: '', version: 9 });
    expect(await answer()).toEqual({ verdict: 'fail', settings: { source: 'parameter', version: '/gate:9' } });
  });

  it('keeps the token of an event that is otherwise unreadable', async () => {
    const { response } = await answerTo({ ClientRequestToken: 'abc' });

    expect(response.clientRequestToken).toBe('abc');
  });

  it('is still answered when the record cannot be written', async () => {
    const writeAudit = () => {
      throw new Error('no room');
    };
    const { response } = await answerTo(event('stack-create'), { writeAudit });

    expect(response.hookStatus).toBe('SUCCESS');
  });

  it('of the account reader costs certainty, not the answer', async () => {
    const denied = Object.assign(new Error('User: arn:… is not authorized'), { name: 'AccessDeniedException' });
    const { records } = await answerTo(event('stack-create'), { readStack: () => Promise.reject(denied) });

    expect(records).toMatchObject([{ Fault: 0, accountState: 'unreadable: AccessDeniedException' }]);
  });

  it('of an account that does not answer is waited for five seconds', async () => {
    const readStack = () => new Promise<StackState>(() => undefined);
    const { records } = await answerTo(event('stack-create'), { readStack });

    expect(records).toMatchObject([{ Fault: 0, Duration: 5_000, accountState: 'unreadable: time-out' }]);
  });

  it('of a fetcher that ignores its budget does not outlive the invocation', async () => {
    const { records } = await answerTo(event('stack-create'), never);

    expect(records).toMatchObject([{ verdict: 'fault', Duration: 20_000, fault: { code: 'time-out' } }]);
  });
});

describe('one resource alone', () => {
  const ROLE = 'arn:aws:iam::123456789012:role/worker';
  const resourceEvent = (type: string, properties: object) => {
    const base = event('cloud-control-create');
    const requestData = {
      targetName: type,
      targetType: 'RESOURCE',
      targetLogicalId: 'made-up id',
      targetModel: { resourceProperties: properties, previousResourceProperties: null },
    };
    return { ...base, requestData };
  };
  const trust = (Service: string) => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }],
  });
  const accountWith = (role: object): Partial<HookPorts> => ({
    factSource: () => sourceOf(new Map([[`iam-role:${ROLE}`, { status: 'found', value: role }]])),
  });
  const lambda = { Role: ROLE, Code: { ZipFile: '' }, FunctionName: 'worker' };
  const inNetwork = { ...lambda, VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] } };

  it.each([
    {
      name: 'is refused where making it will fail',
      role: { trust: trust('ec2.amazonaws.com'), policies: [] },
      hookStatus: 'FAILED',
    },
    {
      name: 'is let through where what is missing may follow',
      role: { trust: trust('lambda.amazonaws.com'), policies: [] },
      hookStatus: 'SUCCESS',
    },
    {
      name: 'is let through where what making it takes may be attached at the same time',
      role: { trust: trust('lambda.amazonaws.com'), policies: [] },
      properties: inNetwork,
      hookStatus: 'SUCCESS',
    },
  ])('$name', async ({ role, hookStatus, properties = lambda }) => {
    const { response, records } = await answerTo(resourceEvent('AWS::Lambda::Function', properties), accountWith(role));

    expect(response.hookStatus).toBe(hookStatus);
    expect(response.annotations[0]?.status).toBe('FAILED');
    expect(records[0]?.Needs).toBeGreaterThan(0);
    expect(schemaErrors('hook-response', response)).toEqual([]);
  });

  it('without properties is not judged', async () => {
    const { records } = await answerTo(resourceEvent('AWS::Lambda::Function', {}));

    expect(records[0]?.verdict).toBe('not-judged');
  });
});

describe('an account that does not tell all in time', () => {
  const late: FactSource = {
    read: (requests) => {
      const fact: Fact = { status: 'unreadable', reason: 'iam:GetRole: throttled by AWS' };
      return Promise.resolve(new Map(requests.map((each) => [factKey(each), { fact, readAt: 0, mayPass: true }])));
    },
    forget: () => undefined,
  };
  const template = `
    Resources:
      Queue: { Type: AWS::SQS::Queue }
      Worker:
        Type: AWS::Lambda::Function
        Properties: { Role: arn:aws:iam::123456789012:role/worker, Code: { ZipFile: '' } }
      Poll:
        Type: AWS::Lambda::EventSourceMapping
        Properties: { FunctionName: !Ref Worker, EventSourceArn: !GetAtt Queue.Arn }`;
  const attempt = (invocation: number, callbackContext: unknown) => ({
    ...event('stack-create'),
    requestContext: { invocation, callbackContext },
  });

  it.each([
    { name: 'is asked again', what: attempt(1, null), context: { attempt: 1 } },
    { name: 'is asked again, counting ourselves', what: attempt(1, { attempt: 1 }), context: { attempt: 2 } },
    { name: 'is asked three times at most', what: attempt(3, { attempt: 2 }), context: null },
  ])('$name', async ({ what, context }) => {
    const ports = { ...payload({ template }), factSource: () => late };
    const { response, records } = await answerTo(what, ports);

    expect(response.callbackContext).toEqual(context);
    expect(response.hookStatus).toBe(context === null ? 'SUCCESS' : 'IN_PROGRESS');
    expect(schemaErrors('hook-response', response)).toEqual([]);
    expect(schemaErrors('audit-record', records[0])).toEqual([]);
  });

  it('does not keep a refusal waiting', async () => {
    const ports = { ...payload({ template: shop('neighbour-broken') }), factSource: () => late };
    const { response } = await answerTo(event('stack-create'), ports);

    expect(response.hookStatus).toBe('FAILED');
  });
});
