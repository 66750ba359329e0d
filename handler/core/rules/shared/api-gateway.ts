import type { Resource, StackModel } from '#core/model/stack-model';
import { hole, literalOf, showText, textOf, type Hole, type Text, type TextPart } from '#core/value/text';
import { at, textOfValue } from '#core/value/value';

/** The function inside `arn:…:apigateway:region:lambda:path/2015-03-31/functions/<function>/invocations`, or the text itself. */
export function functionInUri(uri: Text): Text {
  return withoutStageVariables(functionPart(uri));
}

/** AWS: `${stageVariables.alias}` stands for what the stage that is called says; stages may also be made elsewhere. */
function withoutStageVariables(text: Text): Text {
  return textOf(
    ...text.flatMap((part) =>
      typeof part === 'string'
        ? part.split(STAGE_VARIABLE).map((piece, index) => (index % 2 === 0 ? piece : stageVariable(piece)))
        : [part],
    ),
  );
}
const STAGE_VARIABLE = /\$\{stageVariables\.(\w+)\}/;

function stageVariable(name: string): Hole {
  const of = `stage variable ${name}`;
  return hole(of, { kind: 'any-object', of }, { without: '/*?', minLength: 1, maxLength: 1024 });
}

function functionPart(uri: Text): Text {
  const parts: TextPart[] = [];
  let inside = false;
  for (const part of uri) {
    if (typeof part !== 'string') {
      if (inside) parts.push(part);
      continue;
    }
    const from = inside ? 0 : part.indexOf('/functions/');
    if (from < 0) continue;
    const rest = inside ? part : part.slice(from + '/functions/'.length);
    const end = rest.indexOf('/invocations');
    if (end >= 0) return textOf(...parts, rest.slice(0, end));
    inside = true;
    parts.push(rest);
  }
  return uri;
}

/** One of several texts, which is not said: any of the stages, any of the verbs. */
export function anyOf(symbol: string, without = '/'): Hole {
  return hole(symbol, { kind: 'any-object', of: symbol }, { without: `${without}*?`, minLength: 1, maxLength: 1024 });
}

/** `GET /items/{id}` as the SourceArn sees it: each path parameter is some text of the caller's, but no route of another name. */
export function pathText(path: string): Text {
  const pieces = path.split(/\{[^{}]*\}/);
  return textOf(
    ...pieces.flatMap((piece, index) =>
      index === 0 ? [piece] : [anyOf(`path parameter ${index} of ${path}`, '/$'), piece],
    ),
  );
}

/**
 * The same for what lies deeper below a greedy parameter, `{proxy+}`, which holds slashes; undefined without one. Its end is
 * spelt out: a wildcard of a permission covers it, and no other route of a permission does by chance.
 */
export function deeperPath(path: string): Text | undefined {
  return path.endsWith('+}') ? textOf(pathText(path), '/~') : undefined;
}

/** The stage calls come from: the only one of the API, or any of several; stages may also be made elsewhere. */
export function stageOf(api: Text, model: StackModel): Text {
  const stages = stagesOf(api, model);
  const [only] = stages;
  return stages.length === 1 && only !== undefined ? only : textOf(anyOf(`stage of ${showText(api)}`, '/@'));
}

function stagesOf(api: Text, model: StackModel): readonly Text[] {
  const names = STAGES.flatMap(([type, apiProperty]) =>
    model.lookup.ofType(type).flatMap((stage) => {
      const owner = textOfValue(at(stage.properties, apiProperty));
      const name = textOfValue(at(stage.properties, 'StageName'));
      return owner === undefined || name === undefined || showText(owner) !== showText(api) ? [] : [name];
    }),
  );
  return [...new Map(names.map((name) => [showText(name), name])).values()];
}
const STAGES: readonly (readonly [string, string])[] = [
  ['AWS::ApiGateway::Stage', 'RestApiId'],
  ['AWS::ApiGateway::Deployment', 'RestApiId'],
  ['AWS::ApiGatewayV2::Stage', 'ApiId'],
];

export interface ApiCall {
  readonly api: Text;
  readonly stage: Text;
  readonly method: Text;
  /** With its leading slash. */
  readonly path: Text;
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html */
export function executeApiArn({ api, stage, method, path }: ApiCall, model: StackModel): Text {
  const { partition, region, account } = model.place;
  return textOf('arn:', partition, ':execute-api:', region, ':', account, ':', api, '/', stage, '/', method, path);
}

/** The path of an `AWS::ApiGateway::Resource` as it is written, followed up to the root; undefined where it leaves the template. */
export function writtenPath(id: Text, model: StackModel): string | undefined {
  const pieces: string[] = [];
  let current = id;
  for (let depth = 0; depth < 40; depth += 1) {
    const resource: Resource | undefined = model.lookup.byRef(current, 'AWS::ApiGateway::Resource');
    if (resource === undefined) break;
    const piece = literalOf(textOfValue(at(resource.properties, 'PathPart')) ?? []);
    const parent = textOfValue(at(resource.properties, 'ParentId'));
    if (piece === undefined || parent === undefined) return undefined;
    pieces.unshift(piece);
    current = parent;
  }
  if (!showText(current).includes('RootResourceId')) return undefined;
  return `/${pieces.join('/')}`;
}
