import type { SdkCall } from '#core/model/sdk-call';
import { callsIn } from './calls-in';
import { readModule } from './code-reader';
import type { Module } from './expression';
import { candidates } from './follow/modules';
import type { Entry } from './reached-blocks';

/** The file in which Lambda enters code, and what the names of all its files begin with. */
export interface CodeEntry extends Entry {
  readonly root: string;
}

type ReadText = (file: string) => Promise<string | undefined>;

/** Files of one function that are read. */
const MAX_FILES = 60;

/** The files that a handler may stand in: `src/app.handler` in `src/app.py`, `src/app.js`, …; code may also be one file. */
export function entryFiles(path: string, handler: string): readonly CodeEntry[] {
  const slash = handler.lastIndexOf('/') + 1;
  const dot = handler.lastIndexOf('.');
  if (dot <= slash) return [];
  const name = handler.slice(dot + 1);
  const bare = handler.slice(0, dot);
  if (EXTENSION.test(path)) {
    const at = path.lastIndexOf('/') + 1;
    return [{ root: path.slice(0, at), file: path.slice(at), name }];
  }
  const root = path === '' ? '' : `${path}/`;
  const python = `${bare.slice(0, slash)}${bare.slice(slash).replaceAll('.', '/')}.py`;
  return [python, ...JAVASCRIPT.map((end) => bare + end)].map((file) => ({ root, file, name }));
}

const EXTENSION = /\.(?:py|js|mjs|cjs|ts)$/;
const JAVASCRIPT = ['.js', '.mjs', '.cjs', '.ts'];

/** The SDK calls of a handler and of the files beside it that it imports. */
export async function callsFrom(entry: CodeEntry, readText: ReadText): Promise<readonly SdkCall[]> {
  const modules = await modulesFrom(entry, readText);
  return callsIn(modules, entry).map((call) => ({ ...call, file: entry.root + (call.file ?? entry.file) }));
}

async function modulesFrom({ root, file: first }: CodeEntry, readText: ReadText): Promise<readonly Module[]> {
  const modules: Module[] = [];
  const open: (readonly string[])[] = [[first]];
  const seen = new Set<string>();
  for (let next = open.shift(); next !== undefined && modules.length < MAX_FILES; next = open.shift()) {
    const module = await firstModule(
      next.filter((file) => !seen.has(file)),
      { root, seen, readText },
    );
    if (module === undefined) continue;
    modules.push(module);
    open.push(...new Set(module.imports.map((name) => candidates(module, name))));
  }
  return modules;
}

interface Reading {
  readonly root: string;
  readonly seen: Set<string>;
  readonly readText: ReadText;
}

async function firstModule(files: readonly string[], { root, seen, readText }: Reading): Promise<Module | undefined> {
  for (const file of files) {
    seen.add(file);
    const module = moduleAt(file, await readText(root + file));
    if (module !== undefined) return module;
  }
  return undefined;
}

function moduleAt(file: string, text: string | undefined): Module | undefined {
  return text === undefined ? undefined : readModule(file, text);
}
