import type { CodeInput, CodeReader, SdkCall } from '#core/model/sdk-call';
import type { Corpus, Edited } from './corpus';

/**
 * A reader for each file of the corpus: the corpus left the code out, wrote down which calls of the SDK it had seen, and says
 * with each fault which variable the call reads.
 */
export function codeLeftOut({ mutants, benign }: Corpus): (file: string) => CodeReader {
  const sourceOf = new Map([...mutants, ...benign].map((row) => [row.mutant, row.source_file]));
  const variables = new Map(mutants.flatMap(variableRead));
  return (file) => ({
    inline: ({ source }) => callsSeen(source, (call) => variables.get(`${sourceOf.get(file) ?? file} ${call}`)),
    local: new Map(),
  });
}

/** "code of F calls s3:PutObject and reads env BUCKET=Bucket". */
function variableRead({ source_file: source, why }: Edited): readonly (readonly [string, string])[] {
  const { call, variable } = /calls (?<call>\S+) and reads env (?<variable>\w+)=/.exec(why)?.groups ?? {};
  return call === undefined || variable === undefined ? [] : [[`${source} ${call}`, variable]];
}

function callsSeen(source: string, variableOf: (call: string) => string | undefined): readonly SdkCall[] {
  const seen = /^# code left out; SDK calls seen: (?<calls>.+)$/.exec(source.trim())?.groups?.['calls'] ?? '';
  return seen
    .split(', ')
    .filter((call) => call.includes(':'))
    .map((call) => {
      const [service = '', operation = ''] = call.split(':');
      const input = inputOf(service, variableOf(call));
      return { service, operation, input, isElsewhere: false, file: undefined, line: 1 };
    });
}

/** What names the resource in calls of the service. */
const NAMED_BY: ReadonlyMap<string, string> = new Map([
  ['s3', 'Bucket'],
  ['dynamodb', 'TableName'],
  ['sqs', 'QueueUrl'],
  ['sns', 'TopicArn'],
  ['lambda', 'FunctionName'],
  ['states', 'stateMachineArn'],
]);

function inputOf(service: string, variable: string | undefined): CodeInput {
  if (variable === undefined) return { kind: 'unknown' };
  const text: CodeInput = { kind: 'text', text: [{ variable }] };
  const isEvents = service === 'events';
  const entry = { key: [isEvents ? 'EventBusName' : (NAMED_BY.get(service) ?? '')], value: text };
  const record: CodeInput = { kind: 'record', entries: [entry], isOpen: true };
  if (!isEvents) return record;
  const entries: CodeInput = { kind: 'list', items: [record], isOpen: true };
  return { kind: 'record', entries: [{ key: ['Entries'], value: entries }], isOpen: true };
}
