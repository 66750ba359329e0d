/** Names that SDKs have for services, without case and separators, by the prefix that IAM has for them. */
const NAMES: Readonly<Record<string, string>> = {
  s3: 's3',
  dynamodb: 'dynamodb dynamodbstreams',
  lambda: 'lambda',
  sqs: 'sqs',
  sns: 'sns',
  events: 'events eventbridge cloudwatchevents',
  states: 'stepfunctions sfn',
  secretsmanager: 'secretsmanager',
  ssm: 'ssm',
  kms: 'kms',
  sts: 'sts',
  kinesis: 'kinesis',
  firehose: 'firehose',
  ses: 'ses sesv2',
  'cognito-idp': 'cognitoidp cognitoidentityprovider cognitoidentityserviceprovider',
  'cognito-identity': 'cognitoidentity',
  bedrock: 'bedrock bedrockruntime bedrockagent bedrockagentruntime',
  'execute-api': 'apigatewaymanagementapi',
  'rds-data': 'rdsdata rdsdataservice',
  logs: 'logs cloudwatchlogs',
  cloudwatch: 'cloudwatch',
  athena: 'athena',
  glue: 'glue',
  ecs: 'ecs',
  ecr: 'ecr',
  ec2: 'ec2',
  batch: 'batch',
  scheduler: 'scheduler',
  pipes: 'pipes',
  textract: 'textract',
  rekognition: 'rekognition',
  comprehend: 'comprehend',
  translate: 'translate',
  transcribe: 'transcribe transcribeservice',
  appconfig: 'appconfig appconfigdata',
  xray: 'xray',
  codepipeline: 'codepipeline',
  codebuild: 'codebuild',
  codedeploy: 'codedeploy',
  codecommit: 'codecommit',
  cloudformation: 'cloudformation',
  iam: 'iam',
};

const PREFIXES: ReadonlyMap<string, string> = new Map(
  Object.entries(NAMES).flatMap(([prefix, names]) => names.split(' ').map((name) => [name, prefix] as const)),
);

/** How IAM calls the service that boto3 names `stepfunctions`, and JavaScript `SFN` or `client-sfn`. */
export function iamPrefix(name: string): string | undefined {
  return PREFIXES.get(name.toLowerCase().replaceAll(/[^a-z0-9]/g, ''));
}

/** `put_item` is `PutItem`, and so is `putItem`. */
export function operationName(method: string): string {
  return method
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
