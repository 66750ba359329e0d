import type { Assessment } from '#core/access/assess';
import { accountIn } from '#core/aws/arn';
import type { Role, StackModel } from '#core/model/stack-model';
import type { Statement } from '#core/policy/document';
import type { Need, PrincipalRef } from '#core/rules/need';
import { isLiteral, showText, type Text } from '#core/value/text';
import type { Addition } from './addition';
import type { Source } from './candidate';
import { quoteIfNeeded, spellText } from './spell-text';
import { resourceWords } from './words';

export interface Snippet {
  readonly summary: string;
  readonly snippet: string;
}
interface Template {
  readonly model: StackModel;
  readonly source: Source;
}

/** The addition in the template's own dialect, ready to paste. */
export function snippetFor(addition: Addition, assessment: Assessment, template: Template): Snippet {
  const { need } = assessment;
  const target = resourceWords(need.resource, template.model);
  switch (addition.layer) {
    case 'identity':
      return identitySnippet(addition.statement, assessment, template);
    case 'boundary':
      return {
        summary: `allow \`${need.action}\` on ${target} in the permissions boundary`,
        snippet: lines(
          '# one more statement of the permissions boundary',
          ...statementLines(addition.statement, template),
        ),
      };
    case 'resource':
      return resourceSnippet(addition.statement, assessment, template);
  }
}

function identitySnippet(statement: Statement, { need }: Assessment, template: Template): Snippet {
  const role = need.principal.kind === 'role' ? need.principal.role : undefined;
  const isOwn = need.principal.kind === 'role' && need.principal.by !== 'other-service';
  const lambda = isOwn ? need.function?.logicalId : undefined;
  const body = statementLines(statement, template);
  const isSamRole =
    lambda !== undefined &&
    template.source.typeOf.get(lambda) === 'AWS::Serverless::Function' &&
    !template.source.typeOf.has(role?.logicalId ?? '');
  const summary = `allow \`${need.action}\` on ${resourceWords(need.resource, template.model)} in ${isOwn ? 'the execution role' : `role ${roleWords(role)}`}`;
  if (isSamRole)
    return {
      summary,
      snippet: lines(
        `# Resources: ${lambda}: Properties:`,
        'Policies:',
        "  - Version: '2012-10-17'",
        '    Statement:',
        ...indent(body, 6),
      ),
    };
  if (role?.logicalId === undefined) return { summary, snippet: lines('# one more statement of the role', ...body) };
  const name = need.action.replace(':', '-').toLowerCase();
  return {
    summary,
    snippet: lines(
      `# Resources: ${role.logicalId}: Properties:`,
      'Policies:',
      `  - PolicyName: ${name}`,
      '    PolicyDocument:',
      "      Version: '2012-10-17'",
      '      Statement:',
      ...indent(body, 8),
    ),
  };
}

function roleWords(role: Role | undefined): string {
  return `\`${role?.logicalId ?? showText(role?.arn ?? [])}\``;
}

function resourceSnippet(statement: Statement, assessment: Assessment, template: Template): Snippet {
  const { need } = assessment;
  const [service = ''] = need.action.toLowerCase().split(':');
  const target = resourceWords(need.resource, template.model);
  if (service === 'lambda') return permissionSnippet(assessment, template);
  const where =
    service === 'kms'
      ? 'key policy'
      : service === 'sts'
        ? 'trust policy'
        : service === 's3'
          ? 'bucket policy'
          : 'resource policy';
  const body = statementLines(statement, template).filter(
    (line) => service !== 'sts' || !line.trim().startsWith('Resource'),
  );
  return {
    summary: `allow \`${need.action}\` to ${need.principal.kind === 'service' ? `\`${need.principal.service}\`` : 'the role'} in the ${where} of ${target}`,
    snippet: lines(`# one more statement of the ${where} of ${target.replaceAll('`', '')}`, ...body),
  };
}

function permissionSnippet({ need }: Assessment, template: Template): Snippet {
  const target = resourceWords(need.resource, template.model);
  return {
    summary: `add a permission that lets ${callerWords(need.principal)} ${need.action.endsWith('Url') ? 'call the URL of' : 'invoke'} ${target}`,
    snippet: lines(
      '# Resources:',
      `${need.function?.logicalId ?? 'Function'}Permission:`,
      '  Type: AWS::Lambda::Permission',
      '  Properties:',
      ...indent(
        [
          `Action: ${need.action}`,
          `FunctionName: ${spell(need.resource.arn, template)}`,
          `Principal: ${principalName(need.principal, template)}`,
          ...sourceLines(need.principal, template),
          ...urlLines(need),
        ],
        4,
      ),
    ),
  };
}

function callerWords(principal: PrincipalRef): string {
  switch (principal.kind) {
    case 'role':
      return 'the calling role';
    case 'service':
      return `\`${principal.service}\``;
    case 'anyone':
      return 'anyone';
  }
}

function principalName(principal: PrincipalRef, template: Template): string {
  switch (principal.kind) {
    case 'role':
      return roleOrAccount(principal.role, template);
    case 'service':
      return principal.service;
    case 'anyone':
      return "'*'";
  }
}

/** A role of another account that is not known stands for its account. */
function roleOrAccount({ logicalId, arn }: Role, template: Template): string {
  const account = accountIn(arn);
  const isKnown = logicalId !== undefined || isLiteral(arn) || account === undefined;
  return isKnown ? spell(arn, template) : spell(account, template);
}

/** AWS: what is registered with these waits for the permission, so that the permission cannot refer to it. */
const WAITING_SOURCES: ReadonlySet<string> = new Set([
  'elasticloadbalancing.amazonaws.com',
  's3.amazonaws.com',
  'ses.amazonaws.com',
]);

function sourceLines(principal: PrincipalRef, template: Template): readonly string[] {
  if (principal.kind !== 'service') return [];
  const { service, sourceArn, sourceAccount } = principal;
  if (sourceArn !== undefined && !WAITING_SOURCES.has(service)) return [`SourceArn: ${spell(sourceArn, template)}`];
  return sourceAccount === undefined ? [] : ['SourceAccount: !Ref AWS::AccountId'];
}

function urlLines({ context }: Need): readonly string[] {
  const authType = context.get('lambda:functionurlauthtype');
  return [
    ...(authType === undefined ? [] : [`FunctionUrlAuthType: ${showText(authType)}`]),
    ...(context.has('lambda:invokedviafunctionurl') ? ['InvokedViaFunctionUrl: true'] : []),
  ];
}

function statementLines(statement: Statement, template: Template): readonly string[] {
  const principal = statement.principals?.principals[0];
  const condition = statement.conditions[0];
  const value = condition === undefined || 'kind' in condition.values ? undefined : condition.values[0];
  return [
    '- Effect: Allow',
    ...(principal === undefined ? [] : [`  Principal: { ${principal.type}: ${spell(principal.text, template)} }`]),
    `  Action: ${statement.actions?.patterns.map(({ text }) => quoteIfNeeded(showText(text))).join(', ') ?? ''}`,
    `  Resource: ${statement.resources?.patterns.map(({ text }) => spell(text, template)).join(', ') ?? ''}`,
    ...(condition === undefined || value === undefined
      ? []
      : [`  Condition: { ${condition.operator}: { ${condition.key}: ${spell(value, template)} } }`]),
  ];
}

/** A part that has no name in the template is left for the reader to fill in. */
function spell(text: Text, { model }: Template): string {
  return spellText(text, model) ?? quoteIfNeeded(showText(text));
}

function lines(...all: readonly string[]): string {
  return all.join('\n');
}

function indent(all: readonly string[], by: number): readonly string[] {
  return all.map((line) => ' '.repeat(by) + line);
}
