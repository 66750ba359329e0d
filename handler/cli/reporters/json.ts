import { version } from '../version';
import type { Report } from './report';

/** The contract of `schema/judgement.schema.json`. */
export function reportJson({ judgements }: Report): string {
  const document = {
    schemaVersion: 1,
    tool: { name: 'cfn-permission-hook', version },
    // `undefined` is left out: what could still be read is for the edge, not for readers of the report.
    judgements: judgements.map((judgement) => ({ ...judgement, wantedFacts: undefined, simulations: undefined })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
