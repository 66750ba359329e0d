import type { Assessment } from '#core/access/assess';
import type { Statement } from '#core/policy/document';
import type { Need } from '#core/rules/need';
import { showText } from '#core/value/text';
import type { Addition } from './addition';
import { identitySnippet } from './identity-snippet';
import { permissionSnippet } from './permission-snippet';
import { lines, statementLines, type Snippet, type Template } from './statement-lines';
import { resourceWords } from './words';

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
    summary: `allow \`${need.action}\` to ${granteeWords(need, statement)} in the ${where} of ${target}`,
    snippet: lines(`# one more statement of the ${where} of ${target.replaceAll('`', '')}`, ...body),
  };
}

function granteeWords({ principal }: Need, { principals }: Statement): string {
  if (principal.kind === 'service') return `\`${principal.service}\``;
  const isAccount = principals?.principals.some(({ text }) => showText(text).endsWith(':root')) === true;
  return isAccount ? 'the account, whose policies then decide,' : 'the role';
}
