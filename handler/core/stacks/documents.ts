import type { MapNode, Problem, TemplateNode } from '#core/template/node';
import { buildTree } from '#core/template/build-tree';
import { parseTemplate } from '#core/template/parse-template';
import { positionAt } from '#core/template/position';
import type { Position } from '#core/template/template';
import { shifted, shiftedMap } from './shift-nodes';

/** A file of the judgement. Its offsets begin where those of the file before end, so that an offset alone names a place. */
export interface Document {
  readonly file: string;
  /** The template it is judged with: its own file, or that of the stack around it. */
  readonly owner: string;
  readonly base: number;
  /** Missing if there is nothing to judge; `problems` then says why. */
  readonly root: MapNode | undefined;
  readonly problems: readonly Problem[];
  positionAt(offset: number): Position;
}

export interface FilePosition extends Position {
  readonly file: string;
  readonly owner: string;
}

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const MAX_PART = 1_048_576;

/** The files that are judged together. */
export class Documents {
  private readonly opened: Document[] = [];
  private readonly byName = new Map<string, Document>();
  private readonly parts = new Map<string, TemplateNode>();
  private end = 0;

  /** Each text is parsed once for each owner. */
  open({ file, owner, text }: { readonly file: string; readonly owner: string; readonly text: string }): Document {
    const name = `${owner}\0${file}`;
    const known = this.byName.get(name);
    if (known !== undefined) return known;
    const base = this.end;
    const { template, problems } = parseTemplate(text);
    const isFatal = problems.some(({ fatal }) => fatal);
    const document: Document = {
      file,
      owner,
      base,
      root: template === undefined || isFatal ? undefined : shiftedMap(template.root, base),
      problems: problems.map((problem) => ({ ...problem, start: problem.start + base })),
      positionAt: positionAt(text),
    };
    this.end += text.length + 1;
    this.opened.push(document);
    this.byName.set(name, document);
    return document;
  }

  /** What a file holds that is only a part of a template; nothing where it cannot be read. */
  part({
    file,
    owner,
    text,
  }: {
    readonly file: string;
    readonly owner: string;
    readonly text: string;
  }): TemplateNode | undefined {
    const name = `${owner}\0${file}`;
    const known = this.parts.get(name);
    if (known !== undefined || text.length > MAX_PART) return known;
    const { documents, problems } = buildTree(text);
    const [part, ...others] = documents;
    if (part === undefined || others.length > 0 || problems.some(({ fatal }) => fatal)) return undefined;
    const base = this.end;
    const node = shifted(part, base);
    this.opened.push({ file, owner, base, root: undefined, problems: [], positionAt: positionAt(text) });
    this.end += text.length + 1;
    this.parts.set(name, node);
    return node;
  }

  positionAt(offset: number): FilePosition {
    const document = this.opened.findLast(({ base }) => base <= offset);
    if (document === undefined) return { file: '', owner: '', line: 1, column: 1 };
    return { file: document.file, owner: document.owner, ...document.positionAt(offset - document.base) };
  }
}
