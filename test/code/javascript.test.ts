import { inFiles, inJavaScript, inTypeScript } from './calls';

interface Snippet {
  readonly name: string;
  readonly code: string;
  readonly calls: readonly string[];
}

const inHandler = (head: string, body: string): string => `${head}\nexports.handler = async (event) => { ${body} };\n`;
const V2 = "const AWS = require('aws-sdk');";
const V3 = "const { S3Client, S3, GetObjectCommand, paginateListObjectsV2 } = require('@aws-sdk/client-s3');";
const DOC = `import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient as Doc, DynamoDBDocument, PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
const doc = Doc.from(new DynamoDBClient({}));`;

const CALLS: readonly Snippet[] = [
  {
    name: 'version 2',
    code: inHandler(V2, 'await new AWS.S3().getObject({ Bucket: process.env.B, Key: event.key }).promise();'),
    calls: ['s3:GetObject Bucket=${B} Key=?'],
  },
  {
    name: 'version 2 with a callback',
    code: inHandler(
      `${V2} const sns = new AWS.SNS({ apiVersion: '2010-03-31' });`,
      "sns.publish({ TopicArn: process.env['T'] }, done);",
    ),
    calls: ['sns:Publish TopicArn=${T}'],
  },
  {
    name: 'a client of version 2 by itself',
    code: inHandler("const Lambda = require('aws-sdk/clients/lambda');", "new Lambda().invoke({ FunctionName: 'f' });"),
    calls: ['lambda:Invoke FunctionName=f'],
  },
  {
    name: 'the document client of version 2',
    code: inHandler(
      `${V2} const d = new AWS.DynamoDB.DocumentClient();`,
      'await d.update({ TableName: process.env.T }).promise();',
    ),
    calls: ['dynamodb:UpdateItem TableName=${T}'],
  },
  {
    name: 'a link that version 2 signs',
    code: inHandler(V2, "new AWS.S3().getSignedUrl('putObject', { Bucket: 'b' });"),
    calls: ['s3:PutObject Bucket=b'],
  },
  {
    name: 'version 2 as tracing hands it back',
    code: inHandler(
      "const AWS = require('aws-xray-sdk').captureAWS(require('aws-sdk'));",
      "new AWS.SQS().sendMessage({ QueueUrl: 'q' });",
    ),
    calls: ['sqs:SendMessage QueueUrl=q'],
  },
  {
    name: 'a command',
    code: inHandler(
      V3,
      'const input = { Bucket: process.env.B }; await new S3Client({}).send(new GetObjectCommand(input));',
    ),
    calls: ['s3:GetObject Bucket=${B} …'],
  },
  {
    name: 'an aggregated client',
    code: inHandler(V3, "await new S3().headObject({ Bucket: 'b' });"),
    calls: ['s3:HeadObject Bucket=b'],
  },
  {
    name: 'pages',
    code: inHandler(V3, "for await (const page of paginateListObjectsV2({ client }, { Bucket: 'b' })) show(page);"),
    calls: ['s3:ListObjectsV2 Bucket=b'],
  },
  {
    name: 'a command of the document library',
    code: inHandler(DOC, 'await doc.send(new PutCommand({ TableName: process.env.T ?? "t", Item: event }));'),
    calls: ['dynamodb:PutItem TableName=${T:-t} Item=?'],
  },
  {
    name: 'a transaction',
    code: inHandler(
      DOC,
      'await doc.send(new TransactWriteCommand({ TransactItems: [{ Put: { TableName: "a" } }, { Delete: { TableName: "b" } }] }));',
    ),
    calls: ['dynamodb:TransactWriteItems TransactItems=[{Put={TableName=a}}, {Delete={TableName=b}}]'],
  },
  {
    name: 'the document library as an aggregated client',
    code: inHandler(DOC, 'await DynamoDBDocument.from(new DynamoDBClient({})).query({ TableName: "t" });'),
    calls: ['dynamodb:Query TableName=t'],
  },
  {
    name: 'an upload in parts',
    code: inHandler(
      "const { Upload } = require('@aws-sdk/lib-storage');",
      "await new Upload({ client, params: { Bucket: 'b' } }).done();",
    ),
    calls: ['s3:PutObject Bucket=b'],
  },
  {
    name: 'variables taken apart',
    code: inHandler(
      `${V2} const { TABLE: table, BUS = 'main', ...rest } = process.env;`,
      'new AWS.EventBridge().putEvents({ Entries: [{ EventBusName: BUS, Detail: `${table}-x` }] });',
    ),
    calls: ['events:PutEvents Entries=[{EventBusName=${BUS:-main} Detail=${TABLE}-x}]'],
  },
  {
    name: 'a class',
    code: `${V3}
class Store { client = new S3Client({}); constructor() { this.bucket = process.env.B; }
  async load(Key) { return this.client.send(new GetObjectCommand({ Bucket: this.bucket, Key })); }
  async drop() { return new S3().deleteObject({}); } }
export const handler = async () => new Store().load('k');`,
    calls: ['s3:GetObject Bucket=${B} Key=?'],
  },
  {
    name: 'a handler that is wrapped',
    code: `${V2} const inner = async () => new AWS.SES().sendEmail({}); module.exports.handler = middy(inner);`,
    calls: ['ses:SendEmail'],
  },
  {
    name: 'a handler that is exported by name',
    code: `${V2} const main = async () => new AWS.SSM().getParameter({ Name: '/a' }).promise();\nexport { main as handler };`,
    calls: ['ssm:GetParameter Name=/a'],
  },
];

const LEFT_OUT: readonly Snippet[] = [
  {
    name: 'other credentials',
    code: inHandler(V2, "new AWS.S3({ credentials: event }).getObject({ Bucket: 'b' });"),
    calls: [],
  },
  {
    name: 'options that are not known',
    code: inHandler(V2, "new AWS.S3(event).getObject({ Bucket: 'b' });"),
    calls: [],
  },
  {
    name: 'commands beside a client with other credentials',
    code: inHandler(
      `${V3} const other = new S3Client({ credentials: x });`,
      "await other.send(new GetObjectCommand({ Bucket: 'b' }));",
    ),
    calls: [],
  },
  {
    name: 'a class of its own that is called a command',
    code: inHandler('class GetObjectCommand {}', 'new GetObjectCommand({});'),
    calls: [],
  },
  {
    name: 'functions that nobody calls',
    code: inHandler(`${V2} function unused() { new AWS.S3().listBuckets(); }`, ''),
    calls: [],
  },
  {
    name: 'another handler of the file',
    code: inHandler(`${V2} exports.other = () => new AWS.S3().listBuckets();`, ''),
    calls: [],
  },
  {
    name: 'what runs as a program',
    code: inHandler(`${V2} if (require.main === module) { new AWS.S3().listBuckets(); }`, ''),
    calls: [],
  },
  {
    name: 'names of several blocks',
    code: inHandler(
      V2,
      "{ const p = { Bucket: 'a' }; new AWS.S3().getObject(p); } { const p = { Bucket: 'b' }; new AWS.S3().getObject(p); }",
    ),
    calls: ['s3:GetObject Bucket=a …', 's3:GetObject Bucket=b …'],
  },
  {
    name: 'what shadows a name',
    code: inHandler(`${V2} const s3 = new AWS.S3();`, 'event.map((s3) => s3.listBuckets());'),
    calls: [],
  },
];

describe('JavaScript', () => {
  it.each(CALLS)('shows the calls of $name', ({ code, calls }) => {
    expect(inJavaScript(code)).toEqual(calls);
  });

  it.each(LEFT_OUT)('leaves out what it cannot follow: $name', ({ code, calls }) => {
    expect(inJavaScript(code)).toEqual(calls);
  });

  it('reads JSX, and on past what is no JavaScript', () => {
    const jsx = `${V2}\nexports.handler = async () => <b onClick={() => new AWS.S3().listBuckets()}>{x}</b>;`;

    expect(inJavaScript(jsx)).toEqual(['s3:ListBuckets']);
    expect(inJavaScript(inHandler(`${V2} const = };`, 'new AWS.S3().listBuckets();'))).toContain('s3:ListBuckets');
  });

  it('reads TypeScript with its types', () => {
    const code = `import { SQSClient, SendMessageCommand, type SendMessageCommandInput } from '@aws-sdk/client-sqs';
import type { Handler } from 'aws-lambda';
interface Order { readonly id: string }
const url: string = process.env.QUEUE_URL!;
const sqs = new SQSClient({}) as SQSClient;
export const handler: Handler<Order> = async (event: Order): Promise<void> => {
  const input: SendMessageCommandInput = { QueueUrl: url as string, MessageBody: <string>event.id };
  await sqs.send<void>(new SendMessageCommand(input satisfies object));
};`;

    expect(inTypeScript(code)).toEqual(['sqs:SendMessage QueueUrl=${QUEUE_URL} MessageBody=? …']);
  });

  it('follows imports to the functions that are called, and to no others', () => {
    const files = {
      'src/app.mjs': "import { save } from './store.js';\nexport const handler = (e) => save(e);\n",
      'src/store.js': `const { client, TABLE } = require('./lib');
const { PutCommand, DeleteCommand } = require('@aws-sdk/lib-dynamodb');
const save = (Item) => client.send(new PutCommand({ TableName: TABLE, Item }));
const drop = (Key) => client.send(new DeleteCommand({ TableName: TABLE, Key }));
module.exports = { save, drop };
`,
      'src/lib/index.js': 'exports.TABLE = process.env.TABLE;\nexports.client = make();\n',
    };

    expect(inFiles(files)).toEqual(['dynamodb:PutItem TableName=${TABLE} Item=?']);
  });
});
