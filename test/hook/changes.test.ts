import type { StackState } from '#account/stack-state';
import { answerTo, event, NO_STACK, payload, shop } from './answer-to';
import { schemaErrors } from './schemas';

describe('a change', () => {
  const broken = shop('neighbour-broken');
  const repaired = shop('neighbour-repaired');
  const known = broken.replace('A web shop', 'Yet another web shop');
  const returning = { readStack: () => Promise.resolve({ ...NO_STACK, status: 'UPDATE_ROLLBACK_IN_PROGRESS' }) };

  it.each([
    { name: 'that breaks an access is refused', template: broken, hookStatus: 'FAILED' },
    { name: 'that keeps every access is let through', template: repaired, hookStatus: 'SUCCESS' },
    {
      name: 'that repairs an access is let through',
      template: repaired,
      previousTemplate: broken,
      hookStatus: 'SUCCESS',
    },
    { name: 'that breaks what worked is refused', template: broken, previousTemplate: repaired, hookStatus: 'FAILED' },
    { name: 'around an old break is let through', template: broken, previousTemplate: known, hookStatus: 'SUCCESS' },
    { name: 'that changes nothing is let through', template: broken, previousTemplate: broken, hookStatus: 'SUCCESS' },
    { name: 'on the way back is let through', template: broken, ports: returning, hookStatus: 'SUCCESS' },
  ])('$name', async ({ template, previousTemplate, ports, hookStatus }) => {
    const { response, records } = await answerTo(event('stack-update'), {
      ...payload({ template, previousTemplate }),
      ...ports,
    });

    expect(response.hookStatus).toBe(hookStatus);
    expect(schemaErrors('hook-response', response)).toEqual([]);
    expect(schemaErrors('audit-record', records[0])).toEqual([]);
  });

  it('leaves a record that says what was refused and why, without the template', async () => {
    const { records } = await answerTo(event('stack-create'), payload({ template: broken }));

    expect(records).toMatchObject([
      {
        verdict: 'fail',
        Blocking: 1,
        'Findings.function-invokes-function': 1,
        findings: [{ rule: 'function-invokes-function', action: 'lambda:InvokeFunction', function: 'Checkout' }],
      },
    ]);
    expect(JSON.stringify(records)).not.toContain('nodejs22.x');
  });

  it('is counted by rule and by reason, as metrics that the record carries', async () => {
    const unknown = broken.replace('Resource: !GetAtt Billing.Arn', "Resource: !ImportValue 'billing'");
    const { records } = await answerTo(event('stack-create'), payload({ template: unknown }));
    const [record] = records;
    const carried = new Map(Object.entries(record ?? {}));
    const names = record?._aws.CloudWatchMetrics.flatMap(({ Metrics }) => Metrics.map(({ Name }) => Name)) ?? [];

    expect(schemaErrors('audit-record', record)).toEqual([]);
    expect(names.filter((name) => typeof carried.get(name) !== 'number')).toEqual([]);
    expect(names.filter((name) => /\./.test(name)).sort()).toEqual(
      [...carried.keys()].filter((key) => /\./.test(key)).sort(),
    );
    expect(names).toEqual(
      expect.arrayContaining([expect.stringMatching(/^Findings\./), expect.stringMatching(/^Unknowns\./)]),
    );
  });
});

describe('a value that is given at deployment', () => {
  const template = (type: string): string => `
    Parameters: { Caller: { Type: ${type}, Default: events.amazonaws.com } }
    Resources:
      Topic: { Type: AWS::SNS::Topic }
      Subscription:
        Type: AWS::SNS::Subscription
        Properties: { Protocol: lambda, Endpoint: !GetAtt Worker.Arn, TopicArn: !Ref Topic }
      MayInvoke:
        Type: AWS::Lambda::Permission
        Properties:
          { Action: lambda:InvokeFunction, FunctionName: !Ref Worker, Principal: !Ref Caller, SourceArn: !Ref Topic }
      Worker:
        Type: AWS::Lambda::Function
        Properties: { Role: arn:aws:iam::123456789012:role/worker, Code: { ZipFile: '' } }`;
  const told = (caller: string, stored: string) => (): Promise<StackState> =>
    Promise.resolve({
      ...NO_STACK,
      parameters: new Map([['Caller', caller]]),
      storedValues: new Map([[caller, stored]]),
      status: 'CREATE_IN_PROGRESS',
    });
  const stored = 'AWS::SSM::Parameter::Value<String>';

  it.each([
    { name: 'and is wrong, breaks', readStack: told('s3.amazonaws.com', ''), hookStatus: 'FAILED' },
    { name: 'and is right, does not', readStack: told('sns.amazonaws.com', ''), hookStatus: 'SUCCESS' },
    {
      name: 'from a wrong stored one, breaks',
      type: stored,
      readStack: told('/caller', 's3.amazonaws.com'),
      hookStatus: 'FAILED',
    },
    {
      name: 'from a right stored one, does not',
      type: stored,
      readStack: told('/caller', 'sns.amazonaws.com'),
      hookStatus: 'SUCCESS',
    },
    {
      name: 'is not guessed where it cannot be read',
      readStack: () => Promise.reject(new Error()),
      hookStatus: 'SUCCESS',
    },
    {
      name: 'is the default where nobody can be asked',
      readStack: () => Promise.resolve(undefined),
      hookStatus: 'FAILED',
    },
  ])('$name', async ({ type = 'String', readStack, hookStatus }) => {
    const { response } = await answerTo(event('stack-create'), { ...payload({ template: template(type) }), readStack });

    expect(response.hookStatus).toBe(hookStatus);
  });
});

describe('a change set', () => {
  const template = `
    Parameters: { Caller: { Type: String }, Source: { Type: String } }
    Resources:
      Topic: { Type: AWS::SNS::Topic }
      Subscription:
        Type: AWS::SNS::Subscription
        Properties: { Protocol: lambda, Endpoint: !GetAtt Worker.Arn, TopicArn: !Ref Topic }
      MayInvoke:
        Type: AWS::Lambda::Permission
        Properties:
          Action: lambda:InvokeFunction
          FunctionName: !Ref Worker
          Principal: !Sub '\${Caller}.amazonaws.com'
          SourceArn: !Ref Topic
      Worker:
        Type: AWS::Lambda::Function
        Properties: { Role: arn:aws:iam::123456789012:role/worker, Code: { ZipFile: '' } }`;
  const told = (Principal: string) => ({
    ...payload({
      template,
      changedResources: [
        { logicalResourceId: 'Worker', resourceType: 'AWS::Lambda::Function', action: 'CREATE', afterContext: '{}' },
        {
          logicalResourceId: 'MayInvoke',
          resourceType: 'AWS::Lambda::Permission',
          action: 'CREATE',
          beforeContext: null,
          afterContext: JSON.stringify({ Properties: { Action: 'lambda:InvokeFunction', Principal } }),
        },
      ],
    }),
    readStack: () => Promise.reject(new Error()),
  });

  it.each([
    { name: 'tells a wrong value', principal: 's3.amazonaws.com', hookStatus: 'FAILED' },
    { name: 'tells a right value', principal: 'sns.amazonaws.com', hookStatus: 'SUCCESS' },
    { name: 'does not know yet', principal: '{{changeSet:KNOWN_AFTER_APPLY}}', hookStatus: 'SUCCESS' },
    { name: 'masks a secret', principal: '****', hookStatus: 'SUCCESS' },
    { name: 'says something else than the template', principal: 's3.example.com', hookStatus: 'SUCCESS' },
  ])('that $name', async ({ principal, hookStatus }) => {
    const { response } = await answerTo(event('change-set'), told(principal));

    expect(response.hookStatus).toBe(hookStatus);
  });

  it('is held against the template that is deployed, which the stack tells', async () => {
    const broken = shop('neighbour-broken');
    const readStack = () => Promise.resolve({ ...NO_STACK, deployedTemplate: broken.replace('A web shop', 'Old') });
    const { records } = await answerTo(event('change-set'), { ...payload({ template: broken }), readStack });

    expect(records).toMatchObject([{ Blocking: 0, findings: [{ since: 'existing', level: 'warn' }] }]);
  });
});
