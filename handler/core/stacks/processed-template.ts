import { PROCESSED, templateStages } from '#core/facts/template-stages';
import { nodesIn } from '#core/intrinsics/nodes-in';
import type { Environment } from '#core/intrinsics/resolved-template';
import type { Document } from './documents';
import { prepareStack, type Known, type PreparedStack } from './prepared-stack';

/** What of a proposal makes its stack. */
interface Given {
  readonly name: string;
  readonly text: string;
  readonly environment: Environment;
}

interface OpenedStack {
  readonly document: Document;
  /** Nothing where there is nothing to judge; the document's problems then say why. */
  readonly stack: PreparedStack | undefined;
}

/** Opens a template; one with a transform that is not expanded here as what CloudFormation made of it, if that was read. */
export function openStack({ name, text, environment }: Given, known: Known): OpenedStack {
  const document = known.documents.open({ file: name, owner: name, text });
  const stack = prepareStack(document, environment, known);
  const processed = stack === undefined || !isOpen(stack, text) ? undefined : processedText(text, environment, known);
  if (processed === undefined) return { document, stack };
  const other = known.documents.open({ file: `${name}${PROCESSED}`, owner: name, text: processed });
  const prepared = prepareStack(other, environment, known);
  const isReadable = prepared !== undefined && prepared.problems.every(({ fatal }) => !fatal);
  return isReadable ? { document: other, stack: prepared } : { document, stack };
}

const INCLUDED = 'Fn::Transform';

/** Is there a transform left, for the whole template or a part of it? */
function isOpen({ unknowns, root }: PreparedStack, text: string): boolean {
  if (unknowns.length > 0) return true;
  if (!/(?:Fn::|!)Transform/u.test(text)) return false;
  for (const node of nodesIn(root)) if (node.kind === 'map' && node.entries.has(INCLUDED)) return true;
  return false;
}

/**
 * CloudFormation hands out a template as it was given and as its transforms made it, of the change set and of what is deployed;
 * only what it made of this very text counts.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplate.html
 */
function processedText(text: string, { changeSetId, stackName }: Environment, { facts }: Known): string | undefined {
  const asked = [changeSetId, stackName].flatMap((id) => id ?? []);
  const stages = asked.map((id) => templateStages(id, facts));
  return stages.find((each) => each?.original.trim() === text.trim())?.processed;
}
