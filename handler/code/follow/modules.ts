import type { Block, Module } from '../expression';
import type { Thing } from './thing';

/** Finds the files of the code by the names that other files have for them. */
export class ModuleFinder {
  private readonly byFile: ReadonlyMap<string, Module>;
  private readonly byRoot: ReadonlyMap<Block, Module>;

  constructor(modules: readonly Module[]) {
    this.byFile = new Map(modules.map((module) => [module.file, module]));
    this.byRoot = new Map(modules.map((module) => [module.root, module]));
  }

  named(name: string, from: Block): Thing {
    const module = this.byRoot.get(rootOf(from));
    const file = module === undefined ? undefined : this.firstOf(candidates(module, name));
    return file ?? { kind: 'export', module: name, path: [] };
  }

  /** A file of Python by its dotted name. */
  file(name: string): Thing | undefined {
    return PACKAGES.test(name) ? undefined : this.firstOf(pythonFiles(name.replaceAll('.', '/')));
  }

  /** A file of the package that `module` is. */
  within({ file, language }: Module, name: string): Thing | undefined {
    if (language !== 'python' || !file.endsWith('__init__.py')) return undefined;
    return this.firstOf(pythonFiles(`${file.slice(0, -'__init__.py'.length)}${name}`));
  }

  private firstOf(files: readonly string[]): Thing | undefined {
    const module = files.map((file) => this.byFile.get(file)).find((each) => each !== undefined);
    return module === undefined ? undefined : { kind: 'file', module };
  }
}

function rootOf(block: Block): Block {
  return block.parent === undefined ? block : rootOf(block.parent);
}

/** The files that a module may name another by, the likeliest first. */
export function candidates({ file, language }: Pick<Module, 'file' | 'language'>, name: string): readonly string[] {
  return language === 'python' ? pythonCandidates(file, name) : javascriptCandidates(file, name);
}

function pythonCandidates(file: string, name: string): readonly string[] {
  const [dots = ''] = /^\.*/.exec(name) ?? [];
  const path = name.slice(dots.length).replaceAll('.', '/');
  if (dots === '' && PACKAGES.test(name)) return [];
  if (dots === '') return pythonFiles(path);
  const folder = foldersOf(file).slice(0, dots.length > 1 ? -(dots.length - 1) : undefined);
  return pythonFiles([...folder, ...(path === '' ? [] : [path])].join('/'));
}

/** Packages that are laid beside the code by a build: what they can do is not what the code does with them. */
const PACKAGES =
  /^(?:boto3|botocore|aioboto3|aiobotocore|s3transfer|aws_lambda_powertools|aws_xray_sdk|awswrangler|s3fs|chalice|crhelper|cfnresponse|moto|pynamodb|watchtower|datadog_lambda|os|sys|json)(?:\.|$)/;

function pythonFiles(path: string): readonly string[] {
  return path === '' ? [] : [`${path}.py`, `${path}/__init__.py`];
}

function javascriptCandidates(file: string, name: string): readonly string[] {
  if (!name.startsWith('.')) return [];
  const steps = foldersOf(file);
  for (const step of name.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.' && step !== '') steps.push(step);
  }
  const path = steps.join('/');
  const bare = path.replace(/\.(?:js|mjs|cjs|ts)$/, '');
  return [path, ...['.js', '.mjs', '.cjs', '.ts'].flatMap((end) => [`${bare}${end}`, `${path}/index${end}`])];
}

function foldersOf(file: string): string[] {
  return file.split('/').slice(0, -1);
}
