const ROOT_KEY = /^["']?(?:Resources|AWSTemplateFormatVersion)["']?[ \t]*:/mu;
const TYPED_RESOURCE = /["']?Type["']?\s*:\s*["']?(?:AWS|Alexa|Custom)::/u;

/**
 * Tells a template from the other YAML and JSON files of a folder. Broken templates must be recognised too,
 * so that text decides where nothing can be parsed.
 */
export function looksLikeTemplate(text: string): boolean {
  const isFlow = /^\s*\{/u.test(text);
  if (!isFlow) return ROOT_KEY.test(text);
  const root = parseJson(text);
  if (root !== undefined) return isObject(root) && ('Resources' in root || 'AWSTemplateFormatVersion' in root);
  return text.includes('Resources') && TYPED_RESOURCE.test(text);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
