import type { Assessment } from '#core/access/assess';
import type { Role, StackModel } from '#core/model/stack-model';
import type { Statement } from '#core/policy/document';
import { pathOf } from '#core/value/origin';
import { showText } from '#core/value/text';
import { indent, lines, statementLines, type Snippet, type Template } from './statement-lines';
import { resourceWords } from './words';

/** One more policy of the role, where its template writes its policies. */
export function identitySnippet(statement: Statement, { need }: Assessment, template: Template): Snippet {
  const { principal } = need;
  const role = principal.kind === 'role' ? principal.role : undefined;
  const isOwn = principal.kind === 'role' && principal.by !== 'other-service';
  const where = isOwn ? 'the execution role' : `role ${roleWords(role)}`;
  const summary = `allow \`${need.action}\` on ${resourceWords(need.resource, template.model)} in ${where}`;
  const body = statementLines(statement, template);
  return { summary, snippet: lines(...policyLines({ role, action: need.action, body }, template)) };
}

interface Policy {
  readonly role: Role | undefined;
  readonly action: string;
  readonly body: readonly string[];
}

function policyLines({ role, action, body }: Policy, template: Template): readonly string[] {
  const roleId = role?.logicalId;
  if (role === undefined || roleId === undefined) return ['# one more statement of the role', ...body];
  if (waitsForRole(body, roleId, template.model)) return ownPolicy(roleId, action, body);
  const maker = makerOf(role, template);
  const document = ["Version: '2012-10-17'", 'Statement:', ...indent(body, 2)];
  if (maker !== undefined) return [`# Resources: ${maker}: Properties:`, 'Policies:', ...asItem(document)];
  const named = [`PolicyName: ${policyName(action)}`, 'PolicyDocument:', ...indent(document, 2)];
  return [`# Resources: ${roleId}: Properties:`, 'Policies:', ...asItem(named)];
}

function asItem(content: readonly string[]): readonly string[] {
  return content.map((line, index) => `${index === 0 ? '  - ' : '    '}${line}`);
}

function policyName(action: string): string {
  return action.replace(':', '-').toLowerCase();
}

/** AWS: a policy inside the role cannot name what waits for the role; one beside it can. */
function ownPolicy(roleId: string, action: string, body: readonly string[]): readonly string[] {
  const name = action
    .split(':')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
  return [
    '# Resources:',
    `${roleId}${name}:`,
    '  Type: AWS::IAM::Policy',
    '  Properties:',
    `    PolicyName: ${policyName(action)}`,
    `    Roles: [!Ref ${roleId}]`,
    '    PolicyDocument:',
    "      Version: '2012-10-17'",
    '      Statement:',
    ...indent(body, 8),
  ];
}

function waitsForRole(body: readonly string[], roleId: string, model: StackModel): boolean {
  const text = body.join(' ');
  const open = [...text.matchAll(NAMED)].map(([, inSub, byTag]) => inSub ?? byTag ?? '');
  const seen = new Set<string>();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === roleId) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    const resource = model.lookup.all.get(next);
    if (resource !== undefined) open.push(...resource.refersTo, ...resource.dependsOn);
  }
  return false;
}

/** Logical ids in `${Orders.Arn}`, `!GetAtt Orders.Arn` and `!Ref Orders`. */
const NAMED = /\$\{([A-Za-z0-9]+)|!(?:Ref|GetAtt) ([A-Za-z0-9]+)/g;

/** The SAM resource, with policies of its own, that a role which the template does not write is made for. */
function makerOf({ logicalId, origin }: Role, { source }: Template): string | undefined {
  if (logicalId === undefined || source.typeOf.has(logicalId) || origin.kind !== 'template') return undefined;
  const maker = String(pathOf(origin.path)[1] ?? '');
  return WITH_POLICIES.has(source.typeOf.get(maker) ?? '') ? maker : undefined;
}
const WITH_POLICIES: ReadonlySet<string> = new Set(['AWS::Serverless::Function', 'AWS::Serverless::StateMachine']);

function roleWords(role: Role | undefined): string {
  return `\`${role?.logicalId ?? showText(role?.arn ?? [])}\``;
}
