import data from '#schema/aws/sam-policy-templates.json';
import type { TemplateNode } from '#core/template/node';
import { once } from '#core/value/once';
import { draftNode, type Draft } from '../draft';
import { entriesOf, entryOf, isMap, isSeq } from '../node-reading';
import { report, unexpanded, type Workspace } from './workspace';

interface PolicyTemplate {
  readonly parameters: readonly string[];
  readonly statement: Draft;
}

const policyTemplates = once(() => new Map<string, PolicyTemplate>(Object.entries(data.templates)));

export function isPolicyTemplate(policy: TemplateNode): boolean {
  const [only, ...others] = entriesOf(policy);
  return only !== undefined && others.length === 0 && policyTemplates().has(only[0]);
}

/**
 * The policy document a template stands for. AWS: it has no `Version`, so that IAM reads it as one of 2008-10-17.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-templates.html
 */
export function expandPolicyTemplate(workspace: Workspace, policy: TemplateNode): TemplateNode {
  const [[name, values] = ['', policy]] = entriesOf(policy);
  const template = policyTemplates().get(name);
  if (template === undefined) return unexpanded(policy);
  if (!isMap(values)) {
    report(workspace, policy, {
      message: `policy template \`${name}\` wants a map of parameters`,
      hint: 'write `{}` if it has none',
    });
    return unexpanded(policy);
  }
  const missing = template.parameters.filter((parameter) => !values.entries.has(parameter));
  if (missing.length > 0) {
    report(workspace, policy, `policy template \`${name}\` lacks ${missing.map((one) => `\`${one}\``).join(', ')}`);
    return unexpanded(policy);
  }
  return draftNode({ Statement: fill(draftNode(template.statement, policy), values) }, policy);
}

function fill(node: TemplateNode, values: TemplateNode): TemplateNode {
  if (isSeq(node)) return { ...node, items: node.items.map((item) => fill(item, values)) };
  if (!isMap(node)) return node;
  const parameter = entryOf(node, 'Ref');
  if (parameter?.kind === 'scalar') return entryOf(values, parameter.text) ?? node;
  return {
    ...node,
    entries: new Map([...node.entries].map(([key, entry]) => [key, { ...entry, value: fill(entry.value, values) }])),
  };
}
