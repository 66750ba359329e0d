import { factKey, type Facts } from './facts';

/** A template as it was given to CloudFormation, and as its transforms made it. */
interface TemplateStages {
  readonly original: string;
  readonly processed: string;
}

/** Stands behind the name of a template in whose place CloudFormation's own version of it is judged. */
export const PROCESSED = ' (processed template)';

/** What was read of the template of a change set or a stack. */
export function templateStages(id: string, facts: Facts): TemplateStages | undefined {
  const fact = facts.get(factKey({ kind: 'processed-template', id }));
  const value = fact?.status === 'found' ? fact.value : undefined;
  if (typeof value !== 'object' || value === null || !('original' in value) || !('processed' in value))
    return undefined;
  const { original, processed } = value;
  return typeof original === 'string' && typeof processed === 'string' ? { original, processed } : undefined;
}
