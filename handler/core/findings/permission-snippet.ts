import type { Assessment } from '#core/access/assess';
import { accountIn } from '#core/aws/arn';
import type { Role } from '#core/model/stack-model';
import type { Need, PrincipalRef } from '#core/rules/need';
import { isLiteral, showText } from '#core/value/text';
import { indent, lines, spell, type Snippet, type Template } from './statement-lines';
import { resourceWords } from './words';

/** A permission of its own, so that nothing that is there has to be changed. */
export function permissionSnippet({ need }: Assessment, template: Template): Snippet {
  const target = resourceWords(need.resource, template.model);
  return {
    summary: `add a permission that lets ${callerWords(need.principal)} ${need.action.endsWith('Url') ? 'call the URL of' : 'invoke'} ${target}`,
    snippet: lines(
      '# Resources:',
      `${permissionName(need)}:`,
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

/** AWS: logical ids hold letters and digits only. */
function permissionName({ function: lambda, principal }: Need): string {
  const caller =
    principal.kind === 'role'
      ? principal.role.logicalId
      : principal.kind === 'service'
        ? principal.logicalId
        : undefined;
  return `${lambda?.logicalId ?? 'Function'}Permission${caller === undefined ? '' : `For${caller}`}`;
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
