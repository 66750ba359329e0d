import { managedPolicyFacts } from '#account/packed-managed-policies';
import { processIo } from './process-io';
import { run } from './run';

// `exitCode`, not `exit()`: output that is still on its way to a pipe is not cut off.
process.exitCode = await run(process.argv.slice(2), processIo(managedPolicyFacts(new URL('.', import.meta.url))));
