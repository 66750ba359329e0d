import { join } from 'node:path';
import { managedPolicyFacts } from '#account/packed-managed-policies';
import { judgeTogether } from '#core/judge';
import type { Finding, Judgement, Proposal } from '#core/verdict/judgement';
import { DEFAULT_SETTINGS } from '#core/verdict/settings';

const facts = managedPolicyFacts(join(__dirname, '../../schema/aws'));

/** Judges some of the files together; the others lie beside them. */
export function judgeFiles(
  files: Readonly<Record<string, string>>,
  names: readonly string[] = Object.keys(files),
  more: Partial<Proposal> = {},
): readonly Judgement[] {
  const proposals = names.map((name): Proposal => ({
    name,
    text: files[name] ?? '',
    files: new Map(Object.entries(files)),
    environment: { parameters: new Map(), account: '111122223333', region: 'eu-west-1' },
    today: '2026-11-01',
    ...more,
  }));
  return judgeTogether(proposals, facts, DEFAULT_SETTINGS);
}

export function judgeFile(
  files: Readonly<Record<string, string>>,
  name: string,
  more: Partial<Proposal> = {},
): Judgement {
  const [judgement] = judgeFiles(files, [name], more);
  if (judgement === undefined) throw new Error('nothing was judged');
  return judgement;
}

/** What a person would read of a finding first. */
export function brief({ rule, level, key, outcome, location }: Finding): string {
  const { file, line } = location;
  return `${level} ${rule} ${outcome} ${file ?? ''}:${line} ${key.slice(rule.length + 1)}`;
}

export const ROLE = `Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: { Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }
      ManagedPolicyArns: [arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]`;
