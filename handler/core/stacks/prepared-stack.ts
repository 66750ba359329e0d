import type { Facts } from '#core/facts/facts';
import { withDeclaredEnvironment } from '#core/intrinsics/declared-environment';
import { expandForEach } from '#core/intrinsics/expand-for-each';
import type { Environment } from '#core/intrinsics/resolved-template';
import type { MapNode, Problem } from '#core/template/node';
import { expandTransforms } from '#core/transforms/expand-transforms';
import { uniqueReasons, type UnknownReason } from '#core/value/unknown-reason';
import type { Document } from './documents';
import { withLocalParts, type Beside } from './local-parts';

/** A template as plain CloudFormation, not resolved yet. */
export interface PreparedStack {
  readonly document: Document;
  readonly root: MapNode;
  readonly environment: Environment;
  /** Types as written, by logical id: `AWS::Serverless::Function` before its expansion. */
  readonly typeOf: ReadonlyMap<string, string>;
  /** What may add to the stack, and is not seen here. */
  readonly unknowns: readonly UnknownReason[];
  readonly problems: readonly Problem[];
}

export interface Known extends Beside {
  readonly facts: Facts;
}

/** Nothing where there is nothing to judge; the document's problems then say why. */
export function prepareStack(document: Document, given: Environment, known: Known): PreparedStack | undefined {
  if (document.root === undefined) return undefined;
  const root = withLocalParts(document.root, document, known);
  const environment = withDeclaredEnvironment(given, root);
  const unrolled = expandForEach(root, environment, known.facts);
  const expanded = expandTransforms(unrolled.root, environment);
  const unknowns = uniqueReasons([...unrolled.unknowns, ...expanded.unknowns]);
  return {
    document,
    root: expanded.root,
    environment,
    typeOf: writtenTypes(unrolled.root),
    unknowns,
    problems: [...unrolled.problems, ...expanded.problems],
  };
}

function writtenTypes(root: MapNode): ReadonlyMap<string, string> {
  const resources = root.entries.get('Resources')?.value;
  const types = new Map<string, string>();
  if (resources?.kind !== 'map') return types;
  for (const [logicalId, { value }] of resources.entries) {
    const type = value.kind === 'map' ? value.entries.get('Type')?.value : undefined;
    if (type?.kind === 'scalar') types.set(logicalId, type.text);
  }
  return types;
}
