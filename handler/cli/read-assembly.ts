/** Where a stack goes, as far as its app says. */
export interface StackEnvironment {
  readonly account?: string;
  readonly region?: string;
  readonly stackName?: string;
}

/** A CDK cloud assembly: what `cdk synth` leaves in `cdk.out`. */
export interface Assembly {
  readonly stacks: readonly { readonly templateFile: string; readonly environment: StackEnvironment }[];
  /** Folders of nested assemblies (CDK stages). */
  readonly assemblies: readonly string[];
}

/**
 * Reads `manifest.json`; another file of that name is no assembly.
 *
 * @see https://docs.aws.amazon.com/cdk/v2/guide/apps.html
 */
export function readAssembly(manifest: string): Assembly | undefined {
  const artifacts = Object.values(fieldsOf(fieldsOf(parseJson(manifest))['artifacts'])).map(fieldsOf);
  const stacks = artifacts.filter((artifact) => artifact['type'] === 'aws:cloudformation:stack').flatMap(stackOf);
  const assemblies = artifacts
    .filter((artifact) => artifact['type'] === 'cdk:cloud-assembly')
    .flatMap((artifact) => fileNameOf(fieldsOf(artifact['properties'])['directoryName']));
  return stacks.length + assemblies.length === 0 ? undefined : { stacks, assemblies };
}

function stackOf(artifact: Fields): Assembly['stacks'] {
  const properties = fieldsOf(artifact['properties']);
  const [stackName] = textOf(properties['stackName']);
  return fileNameOf(properties['templateFile']).map((templateFile) => ({
    templateFile,
    environment: { ...placeOf(artifact['environment']), ...(stackName === undefined ? {} : { stackName }) },
  }));
}

/** `aws://111122223333/eu-west-1`; an app that leaves the place open writes `unknown-account` or `unknown-region`. */
function placeOf(environment: unknown): StackEnvironment {
  const [, account, region] =
    /^aws:\/\/([^/]+)\/([^/]+)$/u.exec(typeof environment === 'string' ? environment : '') ?? [];
  return {
    ...(account === undefined || account === 'unknown-account' ? {} : { account }),
    ...(region === undefined || region === 'unknown-region' ? {} : { region }),
  };
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): readonly string[] {
  return typeof value === 'string' && value !== '' ? [value] : [];
}

/** Only what lies directly in the folder: a manifest is input like any other, and `.` would lead in a circle. */
function fileNameOf(value: unknown): readonly string[] {
  return textOf(value).filter((name) => !name.startsWith('.') && !/[/\\]/u.test(name));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
