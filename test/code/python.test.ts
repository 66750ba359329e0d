import { inFiles, inPython } from './calls';

const HEAD = `import boto3
import os
from os import environ, getenv
`;
const inHandler = (...lines: readonly string[]): string =>
  `${HEAD}def handler(event, context):\n${lines.map((line) => `    ${line}`).join('\n')}\n`;

interface Snippet {
  readonly name: string;
  readonly code: string;
  readonly calls: readonly string[];
}

const CLIENTS: readonly Snippet[] = [
  {
    name: 'a client',
    code: inHandler("boto3.client('s3').put_object(Bucket=os.environ['B'], Key='k', Body=event)"),
    calls: ['s3:PutObject Bucket=${B} Key=k Body=?'],
  },
  {
    name: 'a client of a session',
    code: inHandler("boto3.Session().client('sqs').send_message(QueueUrl=environ.get('Q'))"),
    calls: ['sqs:SendMessage QueueUrl=${Q}'],
  },
  {
    name: 'a client that was imported',
    code: "from boto3 import client as make\ns = make('sns')\ndef handler(e, c): s.publish(TopicArn='arn:x')\n",
    calls: ['sns:Publish TopicArn=arn:x'],
  },
  {
    name: 'a client made when first needed',
    code: `${HEAD}c = None
def get():
    global c
    if c is None:
        c = boto3.client('stepfunctions')
    return c
def handler(e, x): get().start_execution(stateMachineArn=getenv('M', 'none'))
`,
    calls: ['states:StartExecution stateMachineArn=${M:-none}'],
  },
  {
    name: 'a client of an object',
    code: `${HEAD}class Store:
    def __init__(self):
        self.events = boto3.client('events')
        self.bus = os.environ['BUS']
    def send(self):
        self.events.put_events(Entries=[{'EventBusName': self.bus}])
def handler(e, c): Store().send()
`,
    calls: ['events:PutEvents Entries=[{EventBusName=${BUS}}]'],
  },
  {
    name: 'a table of a resource',
    code: `${HEAD}table = boto3.resource('dynamodb').Table(os.environ['T'])
def handler(e, c): return table.get_item(Key={'id': 1})
`,
    calls: ['dynamodb:GetItem TableName=${T} Key={id=?}'],
  },
  {
    name: 'a batch of a table',
    code: inHandler(
      "with boto3.resource('dynamodb').Table(os.environ['T']).batch_writer() as batch:",
      '    batch.put_item(Item=event)',
    ),
    calls: ['dynamodb:BatchWriteItem TableName=${T}'],
  },
  {
    name: 'an object of a bucket',
    code: inHandler("boto3.resource('s3').Bucket(os.environ['B']).Object('k').delete()"),
    calls: ['s3:DeleteObject Bucket=${B} Key=k'],
  },
  {
    name: 'what is listed of a bucket',
    code: inHandler("for o in boto3.resource('s3').Bucket('b').objects.filter(Prefix='x'): print(o)"),
    calls: ['s3:ListObjectsV2 Bucket=b'],
  },
  {
    name: 'what is listed of a bucket and deleted',
    code: inHandler("boto3.resource('s3').Bucket('b').objects.all().delete()"),
    calls: ['s3:ListObjectsV2 Bucket=b', 's3:DeleteObjects Bucket=b'],
  },
  {
    name: 'a paginator',
    code: inHandler("pages = boto3.client('dynamodb').get_paginator('scan')", "pages.paginate(TableName='t')"),
    calls: ['dynamodb:Scan TableName=t'],
  },
  {
    name: 'a waiter',
    code: inHandler("boto3.client('s3').get_waiter('object_exists').wait(Bucket='b', Key='k')"),
    calls: ['s3:HeadObject Bucket=b Key=k'],
  },
  {
    name: 'a file that is sent up, by place',
    code: inHandler("boto3.client('s3').upload_file('/tmp/f', os.environ['B'], 'k')"),
    calls: ['s3:PutObject Filename=/tmp/f Bucket=${B} Key=k'],
  },
  {
    name: 'a link that is signed',
    code: inHandler("boto3.client('s3').generate_presigned_url('get_object', Params={'Bucket': 'b', 'Key': 'k'})"),
    calls: ['s3:GetObject Bucket=b Key=k'],
  },
  {
    name: 'the client behind a resource',
    code: inHandler("boto3.resource('dynamodb').meta.client.query(TableName='t')"),
    calls: ['dynamodb:Query TableName=t'],
  },
  {
    name: 'arguments from a dictionary',
    code: inHandler("args = {'FunctionName': os.environ['F']}", "boto3.client('lambda').invoke(**args)"),
    calls: ['lambda:Invoke FunctionName=${F} …'],
  },
  {
    name: 'a URL asked for by name',
    code: inHandler(
      "sqs = boto3.client('sqs')",
      "sqs.send_message(QueueUrl=sqs.get_queue_url(QueueName='jobs')['QueueUrl'])",
    ),
    calls: ['sqs:SendMessage QueueUrl=jobs', 'sqs:GetQueueUrl QueueName=jobs'],
  },
  {
    name: 'a name put together',
    code: inHandler(
      'n = f"{os.environ[\'APP\']}-orders"',
      "boto3.client('dynamodb').get_item(TableName='a' + '-' + n)",
    ),
    calls: ['dynamodb:GetItem TableName=a-${APP}-orders'],
  },
  {
    name: 'calls in try, with and comprehensions',
    code: inHandler(
      "s3 = boto3.client('s3')",
      'try:',
      "    x = [s3.head_object(Bucket='b', Key=k) for k in event]",
      'except Exception:',
      "    s3.delete_object(Bucket='b', Key='k')",
    ),
    calls: ['s3:HeadObject Bucket=b Key=?', 's3:DeleteObject Bucket=b Key=k'],
  },
];

const LEFT_OUT: readonly Snippet[] = [
  {
    name: 'other credentials',
    code: inHandler("boto3.client('s3', aws_session_token=event).get_object(Bucket='b')"),
    calls: [],
  },
  {
    name: 'a session with credentials',
    code: inHandler("boto3.Session(profile_name='p').client('s3').list_buckets()"),
    calls: [],
  },
  { name: 'options that are not known', code: inHandler("boto3.client('s3', **event).list_buckets()"), calls: [] },
  { name: 'a service that is not known', code: inHandler('boto3.client(event).get_object()'), calls: [] },
  { name: 'a client that is a parameter', code: inHandler('event.put_object(Bucket="b")'), calls: [] },
  {
    name: 'a name with two values',
    code: inHandler("t = 'a'", 'if event:', "    t = 'b'", "boto3.client('dynamodb').get_item(TableName=t)"),
    calls: ['dynamodb:GetItem TableName=?'],
  },
  {
    name: 'a name that is changed',
    code: inHandler("t = 'a'", "t += 'b'", "boto3.client('dynamodb').get_item(TableName=t)"),
    calls: ['dynamodb:GetItem TableName=?'],
  },
  {
    name: 'another region',
    code: inHandler("boto3.client('s3', region_name='eu-west-1').list_buckets()"),
    calls: ['s3:ListBuckets elsewhere'],
  },
  {
    name: 'the own region',
    code: inHandler("boto3.client('s3', region_name=os.environ['AWS_REGION']).list_buckets()"),
    calls: ['s3:ListBuckets'],
  },
  {
    name: 'functions that nobody calls',
    code: `${HEAD}def unused(): boto3.client('s3').list_buckets()\ndef handler(e, c): pass\n`,
    calls: [],
  },
  {
    name: 'what runs as a program',
    code: `${HEAD}def handler(e, c): pass\nif __name__ == '__main__':\n    boto3.client('s3').list_buckets()\n`,
    calls: [],
  },
  {
    name: 'a text with an escape',
    code: inHandler("boto3.client('s3').get_object(Bucket='a\\x62')"),
    calls: ['s3:GetObject Bucket=?'],
  },
];

describe('Python', () => {
  it.each(CLIENTS)('shows the calls of $name', ({ code, calls }) => {
    expect(inPython(code)).toEqual(calls);
  });

  it.each(LEFT_OUT)('leaves out what it cannot follow: $name', ({ code, calls }) => {
    expect(inPython(code)).toEqual(calls);
  });

  it('calls what a decorator registers, and only says how what a known one describes is called', () => {
    const code = `${HEAD}c = boto3.client('s3')
@app.get('/')
def route(): c.list_buckets()
class A:
    @staticmethod
    def other(): c.get_object()
def handler(e, x): return app.resolve(e)
`;

    expect(inPython(code)).toEqual(['s3:ListBuckets']);
  });

  it('reads on past what is no Python', () => {
    expect(
      inPython(`${HEAD}def broken(:\n  }}}\n\ndef handler(e, c):\n    boto3.client('s3').list_buckets()\n`),
    ).toEqual(['s3:ListBuckets']);
  });

  it('follows imports to the functions that are called, and to no others', () => {
    const files = {
      'app.py': 'from store import save\nfrom .lib import config\ndef handler(e, c): save(config.TABLE)\n',
      'store.py': `import boto3
from lib.config import TABLE
t = boto3.resource('dynamodb').Table(TABLE)
def save(x): t.put_item(Item=x)
def drop(x): t.delete_item(Key=x)
`,
      'lib/__init__.py': '',
      'lib/config.py': "import os\nTABLE = os.environ['TABLE']\n",
    };

    expect(inFiles(files)).toEqual(['dynamodb:PutItem TableName=${TABLE} Item=?']);
  });
});
