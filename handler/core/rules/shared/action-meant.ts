import { knownAction, nearestAction } from '#core/aws/actions';
import { literalOf, type Text } from '#core/value/text';

/** Names that are written for an action and are none: API operations and slips whose action has another name. */
const MISTAKEN: ReadonlyMap<string, string> = new Map([
  ['lambda:invoke', 'lambda:InvokeFunction'],
  ['lambda:invokeasync', 'lambda:InvokeFunction'],
  ['lambda:invokefunctions', 'lambda:InvokeFunction'],
  ['lambda:invokelambda', 'lambda:InvokeFunction'],
  ['lambda:functioninvoke', 'lambda:InvokeFunction'],
  ['s3:getobjects', 's3:GetObject'],
  ['s3:headobject', 's3:GetObject'],
  ['s3:readobject', 's3:GetObject'],
  ['s3:listobjects', 's3:ListBucket'],
  ['s3:listobjectsv2', 's3:ListBucket'],
  ['s3:listobject', 's3:ListBucket'],
  ['s3:headbucket', 's3:ListBucket'],
  ['s3:putobjects', 's3:PutObject'],
  ['s3:writeobject', 's3:PutObject'],
  ['s3:uploadobject', 's3:PutObject'],
  ['s3:getobjectmetadata', 's3:GetObject'],
  ['s3:deleteobjects', 's3:DeleteObject'],
  ['s3:copyobject', 's3:PutObject'],
  ['sqs:sendmessagebatch', 'sqs:SendMessage'],
  ['sqs:deletemessagebatch', 'sqs:DeleteMessage'],
  ['sqs:changemessagevisibilitybatch', 'sqs:ChangeMessageVisibility'],
  ['sns:publishbatch', 'sns:Publish'],
  ['bedrock:converse', 'bedrock:InvokeModel'],
  ['bedrock:conversestream', 'bedrock:InvokeModelWithResponseStream'],
  ['dynamodb:readitem', 'dynamodb:GetItem'],
  ['dynamodb:createitem', 'dynamodb:PutItem'],
  ['dynamodb:insertitem', 'dynamodb:PutItem'],
  ['dynamodb:writeitem', 'dynamodb:PutItem'],
  ['dynamodb:removeitem', 'dynamodb:DeleteItem'],
  ['dynamodb:batchreaditem', 'dynamodb:BatchGetItem'],
  ['sqs:readmessage', 'sqs:ReceiveMessage'],
  ['sqs:putmessage', 'sqs:SendMessage'],
  ['sqs:removemessage', 'sqs:DeleteMessage'],
  ['sns:sendmessage', 'sns:Publish'],
  ['sns:publishmessage', 'sns:Publish'],
  ['kinesis:putrecordbatch', 'kinesis:PutRecords'],
  ['firehose:putrecords', 'firehose:PutRecordBatch'],
  ['secretsmanager:getsecret', 'secretsmanager:GetSecretValue'],
  ['secretsmanager:readsecretvalue', 'secretsmanager:GetSecretValue'],
  ['sesv2:sendemail', 'ses:SendEmail'],
  ['sesv2:sendrawemail', 'ses:SendRawEmail'],
  ['ses:sendmail', 'ses:SendEmail'],
  ['appconfigdata:startconfigurationsession', 'appconfig:StartConfigurationSession'],
  ['appconfigdata:getlatestconfiguration', 'appconfig:GetLatestConfiguration'],
  ['eventbridge:putevents', 'events:PutEvents'],
  ['stepfunctions:startexecution', 'states:StartExecution'],
  ['sfn:startexecution', 'states:StartExecution'],
  ['rdsdata:executestatement', 'rds-data:ExecuteStatement'],
  ['rds:connect', 'rds-db:connect'],
  ['states:execute', 'states:StartExecution'],
  ['kms:decryption', 'kms:Decrypt'],
  ['kms:generatedatakeys', 'kms:GenerateDataKey'],
]);

/** Known characters a pattern must share with an action before it counts as meant for it: `s3:*` shows no intention. */
const TELLING_LENGTH = 6;

/** Does whoever wrote this action pattern mean this action? */
export function meansAction(pattern: Text, action: string): boolean {
  const written = literalOf(pattern)?.toLowerCase();
  if (written === undefined) return false;
  const wanted = action.toLowerCase();
  if (written === wanted || mistakenFor(written)?.toLowerCase() === wanted) return true;
  return namesWithWildcard(written, wanted);
}

/** The action that somebody who wrote one that does not exist will have meant. */
export function mistakenFor(written: string): string | undefined {
  const mistaken = MISTAKEN.get(written.toLowerCase());
  if (mistaken !== undefined || /[*?]/.test(written) || knownAction(written) !== undefined) return mistaken;
  return nearestAction(written);
}

/** In lower case: `s3:GetObject*` and `s3:*Object` say enough; a star at both ends or in the middle is not looked into. */
export function namesWithWildcard(written: string, wanted: string): boolean {
  if (!written.includes('*')) return false;
  const [service = '', name = ''] = written.split(':');
  const [wantedService = '', wantedName = ''] = wanted.split(':');
  if (service !== wantedService || name.replaceAll('*', '').length < TELLING_LENGTH) return false;
  if (name.endsWith('*')) return wantedName.startsWith(name.slice(0, -1));
  return name.startsWith('*') && wantedName.endsWith(name.slice(1));
}
