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
  const roots = modules.map(({ root, file }) => ({ root, handler: file === entry.file ? entry.name : undefined }));
  for (let before = -1; before !== reached.size + mentioned.size;) {
    before = reached.size + mentioned.size;
    for (const { root, handler } of roots) reach(root, { reached, mentioned, handler });
  }
  return reached;
}

interface Search {
  readonly reached: Set<Block>;
  readonly mentioned: Set<string>;
  readonly handler: string | undefined;
}

function reach(block: Block, search: Search): void {
  if (!runs(block, search)) return;
  search.reached.add(block);
  if (!block.isHandover) for (const name of block.mentions) search.mentioned.add(name);
  for (const child of block.children) reach(child, search);
}

function runs(block: Block, { reached, mentioned, handler }: Search): boolean {
  const { name, isRegistered } = block;
  if (name === undefined || isRegistered || reached.has(block)) return true;
  if (name === 'default' || mentioned.has(name) || WITHOUT_MENTION.test(name)) return true;
  return name === handler;
}

/** Methods that the language calls. */
const WITHOUT_MENTION = /^(?:constructor|__\w+__)$/;
