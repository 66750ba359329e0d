import { parseTemplate } from '#core/template/parse-template';
import type { TemplateNode } from '#core/template/node';
import { expandTransforms, type ExpandedTemplate, type TransformOptions } from '#core/transforms/expand-transforms';

export function expand(text: string, options: TransformOptions = { region: 'eu-west-1' }): ExpandedTemplate {
  const { template } = parseTemplate(text);
  if (template === undefined) throw new Error('the text is no template');
  return expandTransforms(template.root, options);
}

/** The node some keys down. */
export function at(node: TemplateNode, ...keys: readonly (string | number)[]): TemplateNode {
  return keys.reduce((current, key) => {
    const next =
      typeof key === 'number'
        ? itemsOf(current)[key]
        : current.kind === 'map'
          ? current.entries.get(key)?.value
          : undefined;
    if (next === undefined) throw new Error(`nothing at ${key} of ${keys.join('.')}`);
    return next;
  }, node);
}

export function itemsOf(node: TemplateNode): readonly TemplateNode[] {
  return node.kind === 'seq' ? node.items : [];
}

export const SAM = 'Transform: AWS::Serverless-2016-10-31\n';
/** A template with one function of these properties, which begin in line 7. */
export const worker = (properties: string): string =>
  `${SAM}Resources:\n  Worker:\n    Type: AWS::Serverless::Function\n    Properties:\n      Runtime: nodejs22.x\n${properties}\n`;
