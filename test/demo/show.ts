import { styleText } from 'node:util';
import type { Act } from './story';

/** The answer of the hook as CloudFormation would read it. */
export interface Answer {
  readonly status: string;
  readonly errorCode: string;
  readonly message: string;
  readonly annotations: readonly {
    readonly name: string;
    readonly status: string;
    readonly text: string;
    readonly remedy: string;
  }[];
}

export function readAnswer(response: unknown): Answer {
  const field = (value: unknown, name: string): unknown => new Map(Object.entries(Object(value) as object)).get(name);
  const text = (value: unknown, name: string): string => {
    const found = field(value, name);
    return typeof found === 'string' ? found : '';
  };
  const annotations = field(response, 'annotations');
  return {
    status: text(response, 'hookStatus'),
    errorCode: text(response, 'errorCode'),
    message: text(response, 'message'),
    annotations: (Array.isArray(annotations) ? annotations : []).map((one) => ({
      name: text(one, 'annotationName'),
      status: text(one, 'status'),
      text: text(one, 'statusMessage'),
      remedy: text(one, 'remediationMessage'),
    })),
  };
}

interface PlayedAct {
  readonly act: Act;
  readonly answer: Answer;
  readonly milliseconds: number;
  readonly asTold: boolean;
}

type Style = Parameters<typeof styleText>[0];
const coloured = process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '';
const paint = (style: Style, text: string): string => (coloured ? styleText(style, text) : text);

export function showStart(): string {
  return [
    paint('bold', 'cfn-permission-hook: the demo'),
    'Before CloudFormation deploys a stack it asks the hook. Here a small local server plays CloudFormation;',
    'the function that answers is the real bundle. No AWS account, no network.',
    '',
    '',
  ].join('\n');
}

export function showAct(number: number, { act, answer, milliseconds, asTold }: PlayedAct): string {
  const lines = [
    `${paint('bold', String(number))}  ${act.title}`,
    `   ${paint('dim', `${act.operation.toLowerCase()} stack ${act.stackName} from test/demo/templates/${act.template}`)}`,
    `   ${verdictOf(answer)}  ${paint('dim', `${String(Math.round(milliseconds))} ms`)}`,
    ...answer.annotations.filter(({ status }) => status !== 'PASSED').flatMap(showAnnotation),
    ...(asTold ? [] : [`   ${paint('red', `this is not what the story says: it should be ${act.expected}`)}`]),
  ];
  return `${lines.join('\n')}\n\n`;
}

function verdictOf({ status, errorCode, message }: Answer): string {
  if (status === 'FAILED') return paint('red', `REFUSED (${errorCode})`);
  return `${paint('green', 'DEPLOYED')}: ${message}`;
}

function showAnnotation({ name, status, text, remedy }: Answer['annotations'][number]): readonly string[] {
  const why = status === 'FAILED' ? 'why' : 'note';
  return [
    `     ${why}: ${text}`,
    ...(remedy === '' ? [] : [`     fix: ${paint('green', remedy)}`]),
    `     ${paint('dim', `rule: ${name}`)}`,
  ];
}

export function showEnd(kept: number, all: number, audited: number): string {
  const line = `${String(kept)} of ${String(all)} answers are what the story says; ${String(audited)} audit records were written.`;
  return `${paint(kept === all && audited === all ? 'green' : 'red', line)}\n`;
}
