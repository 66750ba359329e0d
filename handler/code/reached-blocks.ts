import type { Block, Module } from './expression';

/** Where Lambda enters the code. */
export interface Entry {
  readonly file: string;
  /** The function that it calls. */
  readonly name: string;
}

/**
 * The blocks that may run: what a file does when it is loaded, the handler, and every function whose name is mentioned in a
 * block that may run. Functions of a shared file that nobody mentions are left out.
 */
export function reachedBlocks(modules: readonly Module[], entry: Entry): ReadonlySet<Block> {
  const reached = new Set<Block>();
  const mentioned = new Set<string>();
  const roots = modules.map((module) => ({ root: module.root, handlers: handlersOf(module, entry) }));
  let before = -1;
  for (let round = 0; round < MAX_ROUNDS && before !== reached.size + mentioned.size; round += 1) {
    before = reached.size + mentioned.size;
    for (const { root, handlers } of roots) reach(root, { reached, mentioned, handlers });
  }
  return reached;
}

/** Functions that are reached through more others than these are left out. */
const MAX_ROUNDS = 100;

/** A file may export the handler under another name than its own. */
function handlersOf({ file, exports }: Module, entry: Entry): readonly string[] {
  if (file !== entry.file) return [];
  const exported = exports.get(entry.name);
  return exported?.kind === 'name' ? [entry.name, exported.name] : [entry.name];
}

interface Search {
  readonly reached: Set<Block>;
  readonly mentioned: Set<string>;
  readonly handlers: readonly string[];
}

function reach(block: Block, search: Search): void {
  if (!runs(block, search)) return;
  search.reached.add(block);
  if (!block.isHandover) for (const name of block.mentions) search.mentioned.add(name);
  for (const child of block.children) reach(child, search);
}

function runs(block: Block, { reached, mentioned, handlers }: Search): boolean {
  const { name, isRegistered } = block;
  if (name === undefined || isRegistered || reached.has(block)) return true;
  if (name === 'default' || mentioned.has(name) || WITHOUT_MENTION.test(name)) return true;
  return handlers.includes(name);
}

/** Methods that the language calls. */
const WITHOUT_MENTION = /^(?:constructor|__\w+__)$/;
