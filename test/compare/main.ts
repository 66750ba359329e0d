import { pairs, type Pair } from './pairs';
import { tools, type Said } from './tools';

// Which tools tell a broken template from its repaired twin: they say something of the broken one that they do not say of the other.

const all = pairs();
const fixtures = all.flatMap(({ broken, repaired }) => [broken, repaired]);
say(`of ${String(all.length)} broken templates with a repaired twin, told apart by`);
for (const { name, judge } of tools) {
  const start = performance.now();
  const said = judge(fixtures);
  if (said === undefined) {
    say(`${name.padEnd(30)} not installed`);
    continue;
  }
  const found = all.filter((pair) => news(pair, said));
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  say(`${name.padEnd(30)} ${String(found.length).padStart(4)}   ${seconds} s`);
}

function news({ broken, repaired }: Pair, said: Said): boolean {
  const known = new Set(said(repaired));
  return said(broken).some((each) => !known.has(each));
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
