import type { Facts } from '#core/facts/facts';
import { openTemplate, type OpenTemplate } from '#core/intrinsics/resolve-template';
import type { Environment, ResolvedResource, ResolvedTemplate, Scenario } from '#core/intrinsics/resolved-template';
import type { Detail } from '#core/intrinsics/scenarios';
import type { MapNode, Problem } from '#core/template/node';
import { generatedHole, hole, literalOf, showText, textOf, type Shape, type Text } from '#core/value/text';
import { at, textOfValue, type Value } from '#core/value/value';
import type { Documents } from './documents';
import { commonOutputs, joinStacks, type NestedStack, type ResolvedStack } from './join-stacks';
import { prepareStack, type PreparedStack } from './prepared-stack';
import { locationOf, pathBeside } from './template-location';

const NESTED = 'AWS::CloudFormation::Stack';
const MAX_DEPTH = 8;
/** Stacks that are worked out in one judgement; one may be worked out several times. */
const MAX_STACKS = 400;
const SUFFIX_SHAPE: Shape = { without: ':/*?$', only: 'alphanumeric', minLength: 12, maxLength: 13 };

/** What all nested stacks of one judgement share. */
export interface Nesting {
  readonly documents: Documents;
  /** Texts of local templates, by path. */
  readonly files: ReadonlyMap<string, string>;
  readonly facts: Facts;
  /** Stacks that may still be worked out. */
  readonly budget: { stacks: number };
  /** By place and words, for the same stack may be worked out many times. */
  readonly problems: Map<string, Problem>;
}

export function nestingOf(documents: Documents, files: ReadonlyMap<string, string>, facts: Facts): Nesting {
  return { documents, files, facts, budget: { stacks: MAX_STACKS }, problems: new Map() };
}

/** A stack with the stacks nested in it, as one. */
export function resolveStack(stack: PreparedStack, nesting: Nesting, detail: Detail): ResolvedStack {
  return new StackResolver(stack, nesting, []).resolve(detail);
}

/** A nested stack as its parent declares it. */
interface Declared {
  readonly name: string;
  readonly node: MapNode;
  readonly start: number;
}

class StackResolver {
  private readonly declared: readonly Declared[];
  private readonly worked = new Map<string, ResolvedStack>();

  constructor(
    private readonly stack: PreparedStack,
    private readonly nesting: Nesting,
    private readonly ancestors: readonly string[],
  ) {
    this.declared = nestedIn(stack.root);
  }

  resolve(detail: Detail): ResolvedStack {
    const { environment, root } = this.stack;
    const open = openTemplate(root, environment, { facts: this.nesting.facts, detail });
    const room = { ...detail, most: Math.max(1, Math.floor(detail.most / open.scenarios.length)) };
    const joined = open.scenarios.map((scenario) => this.withNested(open, scenario, room));
    for (const problem of open.problems()) this.report(problem);
    return {
      templates: joined.flatMap(({ templates }) => templates),
      capped: open.capped || joined.some(({ capped }) => capped),
    };
  }

  /** Outputs and parameters are handed to and fro until nothing changes: each round settles what hangs on the one before. */
  private withNested(open: OpenTemplate, scenario: Scenario, room: Detail): ResolvedStack {
    let own = open.resolve(scenario);
    if (this.declared.length === 0) return { templates: [own], capped: false };
    let outputs: ReadonlyMap<string, Value> = new Map();
    let nested: readonly NestedStack[] = [];
    for (let round = 0; round <= this.declared.length; round += 1) {
      nested = this.allNested(own, room);
      const next = outputsOf(nested);
      if (spelling(next) === spelling(outputs)) break;
      outputs = next;
      own = open.resolve(scenario, outputs);
    }
    return joinStacks(own, nested);
  }

  /** Each takes as many scenarios as those before it leave. */
  private allNested(own: ResolvedTemplate, room: Detail): readonly NestedStack[] {
    let left = room.most;
    return this.declared.flatMap((declared) => {
      const nested = this.nested(declared, own, { ...room, most: left });
      left = Math.max(1, Math.floor(left / (nested?.resolved?.templates.length ?? 1)));
      return nested ?? [];
    });
  }

  private nested({ name, node, start }: Declared, own: ResolvedTemplate, room: Detail): NestedStack | undefined {
    const { qualifier = '' } = this.stack.environment;
    const resource = own.resources.get(qualifier + name);
    if (resource === undefined) return undefined;
    const stack = this.prepared({ name, node, start }, resource, own);
    if (stack === undefined) return { name, resource, resolved: undefined };
    const key = `${room.most} ${signatureOf(stack)}`;
    const known = this.worked.get(key);
    if (known !== undefined) return { name, resource, resolved: known };
    const resolver = new StackResolver(stack, this.nesting, [...this.ancestors, this.stack.document.file]);
    const resolved = resolver.resolve(room);
    this.worked.set(key, resolved);
    return { name, resource, resolved };
  }

  /** Nothing for a stack whose template is not here; what is wrong with it does not keep this one from being judged. */
  private prepared(declared: Declared, resource: ResolvedResource, own: ResolvedTemplate): PreparedStack | undefined {
    const { document } = this.stack;
    const location = locationOf(declared.node);
    if (location === undefined) return undefined;
    const file = pathBeside(document.file, location);
    const text = this.nesting.files.get(file);
    if (text === undefined || !this.mayNest(declared, file)) return undefined;
    const child = this.nesting.documents.open({ file, owner: document.owner, text });
    for (const problem of child.problems) this.report({ ...problem, fatal: false });
    const environment = environmentOf(declared.name, resource, { own, parent: this.stack.environment });
    const stack = prepareStack(child, environment, this.nesting);
    for (const problem of stack?.problems ?? []) this.report({ ...problem, fatal: false });
    return stack;
  }

  private mayNest({ name, start }: Declared, file: string): boolean {
    const files = [...this.ancestors, this.stack.document.file];
    if (files.includes(file)) {
      const circle = [...files.slice(files.indexOf(file)), file].map((each) => `\`${each}\``).join(' → ');
      return this.refuse(`nested stack \`${name}\` contains itself: ${circle}`, start);
    }
    if (files.length > MAX_DEPTH) return this.refuse(`stacks are nested more than ${MAX_DEPTH} levels deep`, start);
    this.nesting.budget.stacks -= 1;
    return this.nesting.budget.stacks >= 0 || this.refuse('there are too many nested stacks to look into all', start);
  }

  private refuse(message: string, start: number): false {
    this.report({ message, hint: 'what is in it stays unknown', start, fatal: false });
    return false;
  }

  private report(problem: Problem): void {
    const key = `${problem.start}:${problem.message}`;
    if (!this.nesting.problems.has(key)) this.nesting.problems.set(key, problem);
  }
}

function nestedIn(root: MapNode): readonly Declared[] {
  const resources = root.entries.get('Resources')?.value;
  if (resources?.kind !== 'map') return [];
  return [...resources.entries.values()].flatMap(({ key, value }) => {
    const type = value.kind === 'map' ? value.entries.get('Type')?.value : undefined;
    const isNested = value.kind === 'map' && type?.kind === 'scalar' && type.text === NESTED;
    return isNested ? [{ name: key.text, node: value, start: key.start }] : [];
  });
}

interface Around {
  readonly own: ResolvedTemplate;
  readonly parent: Environment;
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-nested-stacks.html */
function environmentOf(name: string, resource: ResolvedResource, { own, parent }: Around): Environment {
  const parameters = at(resource.properties, 'Parameters');
  const texts = handedParameters(parameters, resource.logicalId);
  const isOpen = parameters?.kind === 'unknown' || (parameters?.kind === 'map' && parameters.open !== undefined);
  const literals = [...texts].flatMap(([key, text]) => {
    const literal = literalOf(text);
    return literal === undefined ? [] : [[key, literal] as const];
  });
  return {
    ...(parent.region === undefined ? {} : { region: parent.region }),
    ...(parent.account === undefined ? {} : { account: parent.account }),
    parameters: new Map(literals),
    defaults: isOpen ? 'unknown' : 'apply',
    qualifier: `${resource.logicalId}.`,
    handed: {
      parameters: texts,
      stackName: nestedStackName(name, resource, own),
      ...(parent.handed?.exports === undefined ? {} : { exports: parent.handed.exports }),
    },
  };
}

function handedParameters(parameters: Value | undefined, stack: string): ReadonlyMap<string, Text> {
  if (parameters?.kind !== 'map') return new Map();
  return new Map(
    [...parameters.entries].map(([name, value]) => {
      const reason = { kind: 'given-unknown', name: `${stack}.${name}` } as const;
      return [name, textOfValue(value) ?? textOf(hole(`handed:${stack}.${name}`, reason))];
    }),
  );
}

/** AWS: a nested stack is named after the stack around it, its logical id there and something random. */
function nestedStackName(name: string, { logicalId }: ResolvedResource, own: ResolvedTemplate): Text {
  const random = generatedHole(`random:${logicalId}`, { kind: 'generated-name', logicalId }, SUFFIX_SHAPE);
  return textOf(own.place.stackName, '-', name, '-', random);
}

function outputsOf(nested: readonly NestedStack[]): ReadonlyMap<string, Value> {
  const outputs = new Map<string, Value>();
  for (const { name, resource, resolved } of nested) {
    for (const [output, value] of commonOutputs(resource.logicalId, resolved?.templates ?? []))
      outputs.set(`${name}.Outputs.${output}`, value);
  }
  return outputs;
}

function spelling(outputs: ReadonlyMap<string, Value>): string {
  return JSON.stringify([...outputs].map(([name, value]) => [name, value.kind, showText(textOfValue(value) ?? [])]));
}

function signatureOf({ environment }: PreparedStack): string {
  const { handed, defaults, qualifier } = environment;
  const parameters = [...(handed?.parameters ?? [])].map(([name, text]) => [name, showText(text)]);
  return JSON.stringify([qualifier, defaults, parameters]);
}
