import { managedPolicyFacts } from '#account/packed-managed-policies';
import actions from '#schema/aws/actions.json';
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const folder = resolve('schema/aws');
const facts = managedPolicyFacts(folder);
const keyOf = (name: string, partition = 'aws') => `managed-policy:arn:${partition}:iam::aws:policy/${name}`;

describe('packed managed policies', () => {
  it.each(['service-role/AWSLambdaBasicExecutionRole', 'AWSLambda_ReadOnlyAccess', 'job-function/ViewOnlyAccess'])(
    'has %s as a policy document',
    (name) => {
      expect(facts.get(keyOf(name))).toMatchObject({ status: 'found', value: { Version: '2012-10-17' } });
    },
  );

  it('gives the statements as AWS publishes them', () => {
    expect(facts.get(keyOf('service-role/AWSLambdaBasicExecutionRole'))).toEqual({
      status: 'found',
      value: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
            Resource: '*',
          },
        ],
      },
    });
  });

  it('takes a folder as a URL too', () => {
    const byUrl = managedPolicyFacts(pathToFileURL(`${folder}/`));

    expect(byUrl.get(keyOf('AdministratorAccess'))).toEqual(facts.get(keyOf('AdministratorAccess')));
  });

  it('serves another partition only where no ARN would have to be rewritten', () => {
    expect(facts.get(keyOf('service-role/AWSLambdaBasicExecutionRole', 'aws-cn'))).toBeDefined();
    expect(facts.get(keyOf('service-role/AWSLambdaSQSQueueExecutionRole', 'aws-us-gov'))).toBeDefined();
    expect(facts.get(keyOf('AWSLambda_FullAccess', 'aws-cn'))).toBeUndefined();
  });

  it.each([
    ['a policy AWS published after the data', keyOf('service-role/NotPublishedYet')],
    ['a name that only lacks its path', keyOf('AWSLambdaBasicExecutionRole')],
    ['a name of every object', keyOf('__proto__')],
    ['a policy of an account', 'managed-policy:arn:aws:iam::111122223333:policy/AdministratorAccess'],
    ['another kind of fact', 'iam-role:arn:aws:iam::111122223333:role/service-role/AWSLambdaBasicExecutionRole'],
  ])('does not know %s', (_, key) => {
    expect(facts.get(key)).toBeUndefined();
  });

  it('reads nothing before it is asked', () => {
    expect(() => managedPolicyFacts('/no/such/folder')).not.toThrow();
  });
});

describe('actions', () => {
  const namesOf = (groups: Readonly<Record<string, string>>) => Object.values(groups).join(' ').split(' ');

  it.each([
    ['lambda', 'InvokeFunction'],
    ['s3', 'GetObject'],
    ['kms', 'GenerateDataKey'],
    ['logs', 'PutLogEvents'],
    ['ec2', 'CreateNetworkInterface'],
    ['sqs', 'ReceiveMessage'],
  ] as const)('lists %s:%s', (service, name) => {
    expect(namesOf(actions.services[service])).toContain(name);
  });

  it('says which resource types an action applies to', () => {
    expect(actions.services.lambda.function.split(' ')).toContain('InvokeFunction');
    expect(actions.services.lambda[''].split(' ')).toContain('ListFunctions');
  });
});

it.each(['managed-policies', 'actions', 'resource-arns'])(
  '%s is what its generator makes of the installed package',
  (name) => {
    const said = execFileSync(process.execPath, [`schema/aws/generate/${name}.mjs`, '--check'], { encoding: 'utf8' });

    expect(said).toMatch(/^fresh: /u);
  },
);
