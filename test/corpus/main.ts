import { parseArgs } from 'node:util';
import { managedPolicyFacts } from '#account/packed-managed-policies';
import { tally } from './tally';
import { judgeFolder } from './judge-folder';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { account: { type: 'string' }, region: { type: 'string' }, list: { type: 'string' } },
});

const folder = positionals[0] ?? '../shared/corpus';
const environment = {
  parameters: new Map<string, string>(),
  ...(options.account === undefined ? {} : { account: options.account }),
  ...(options.region === undefined ? {} : { region: options.region }),
};
const judged = await judgeFolder(folder, environment, managedPolicyFacts('schema/aws'));
process.stdout.write(`${tally(judged, options.list).join('\n')}\n`);
// A template that is refused is an answer; a crash is a fault of ours.
process.exitCode = judged.some(({ kind }) => kind === 'crashed') ? 1 : 0;
