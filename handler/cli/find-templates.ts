import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { InputError } from './command';
import { type Assembly, readAssembly, type StackEnvironment } from './read-assembly';
import { unreadable } from './read-text';

/** A file that is, or may be, a template. */
export interface TemplateFile {
  /** As shown in reports. */
  readonly path: string;
  /** Below the folder the user named, else the file's own name. Finds the previous template in another folder. */
  readonly relative: string;
  /** Named by the user or by an assembly: if it is no template, that is an error. */
  readonly isNamed: boolean;
  /** What an assembly says about where its stack is deployed. */
  readonly environment: StackEnvironment;
}

const EXTENSIONS = new Set(['.yaml', '.yml', '.json', '.template']);
const MAX_FILES = 100_000;

/** The files to judge behind one path of the command line, in a stable order. */
export async function findTemplates(path: string): Promise<readonly TemplateFile[]> {
  if (path === '-') return [named(path)];
  const isFolder = await stat(path).then(
    (stats) => stats.isDirectory(),
    (error: unknown) => {
      throw unreadable(path, error);
    },
  );
  if (!isFolder) return [named(path)];
  const files: TemplateFile[] = [];
  await search({ root: path, below: '' }, files);
  if (files.length === 0) throw noTemplates(path);
  return files;
}

export function noTemplates(folder: string): InputError {
  return new InputError(
    `${folder}:1:1: no template found in this folder`,
    'templates end in .yaml, .yml, .json or .template and have `Resources`; a CDK app needs `cdk synth` first',
  );
}

function named(path: string): TemplateFile {
  return { path, relative: basename(path), isNamed: true, environment: {} };
}

interface Place {
  readonly root: string;
  readonly below: string;
}

async function search(place: Place, files: TemplateFile[]): Promise<void> {
  const folder = join(place.root, place.below);
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw unreadable(folder, error);
  });
  const assembly = entries.some((entry) => entry.name === 'manifest.json') ? await assemblyIn(folder) : undefined;
  if (assembly !== undefined) return searchAssembly(assembly, place, files);
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const below = join(place.below, entry.name);
    if (entry.isDirectory()) {
      if (!isSkipped(entry.name)) await search({ ...place, below }, files);
    } else if (EXTENSIONS.has(extname(entry.name).toLowerCase())) {
      files.push({ path: join(place.root, below), relative: below, isNamed: false, environment: {} });
    }
  }
  if (files.length > MAX_FILES)
    throw new InputError(`${place.root}:1:1: more than ${MAX_FILES} files`, 'name a smaller folder');
}

function isSkipped(folder: string): boolean {
  return folder.startsWith('.') || folder === 'node_modules';
}

async function assemblyIn(folder: string): Promise<Assembly | undefined> {
  return readAssembly(await readFile(join(folder, 'manifest.json'), 'utf8').catch(() => ''));
}

async function searchAssembly(assembly: Assembly, place: Place, files: TemplateFile[]): Promise<void> {
  for (const { templateFile, environment } of assembly.stacks) {
    const relative = join(place.below, templateFile);
    files.push({ path: join(place.root, relative), relative, isNamed: true, environment });
  }
  for (const nested of assembly.assemblies) await search({ ...place, below: join(place.below, nested) }, files);
}
