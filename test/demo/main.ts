import { play } from './play';
import { runRuntime } from './runtime';

// One file, two processes: the story, and the Lambda runtime it starts.
if (process.argv[2] === 'runtime') await runRuntime(process.env);
else process.exitCode = await play(new URL(import.meta.url), (text) => void process.stdout.write(text));
