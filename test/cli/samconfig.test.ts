import { parametersOf } from '#cli/parameter-values';

const from = async (text: string): Promise<Record<string, unknown>> => {
  const io = { out: () => undefined, err: () => undefined, readText: () => Promise.resolve(text) };
  return Object.fromEntries(await parametersOf(['samconfig.toml'], io));
};
const deploy = (line: string): string => `version = 0.1\n[default.deploy.parameters]\nstack_name = "app"\n${line}\n`;

describe('samconfig.toml', () => {
  it.each([
    ['pairs in a string', 'parameter_overrides = "Stage=prod Count=3"', { Stage: 'prod', Count: '3' }],
    [
      'quoted values',
      'parameter_overrides = "Stage=\\"a b\\" Other=\\"say \\\\\\"hi\\\\\\"\\""',
      { Stage: 'a b', Other: 'say "hi"' },
    ],
    ['a literal string', `parameter_overrides = 'Stage="a b"' # comment`, { Stage: 'a b' }],
    ['several lines', 'parameter_overrides = """\nStage=prod \\\n  Count=3\n"""', { Stage: 'prod', Count: '3' }],
    ['an array', 'parameter_overrides = [\n  "Stage=prod", # one\n  "Count=3",\n]', { Stage: 'prod', Count: '3' }],
    ['the long spelling', 'parameter_overrides = "ParameterKey=Stage,ParameterValue=prod"', { Stage: 'prod' }],
    ['empty values', 'parameter_overrides = "Stage= Count=3"', { Stage: '', Count: '3' }],
    ['equals signs in values', 'parameter_overrides = "Stage=a=b,c"', { Stage: 'a=b,c' }],
    ['no overrides', 'confirm_changeset = true\ntags = [["a", "b"], []]', {}],
    ['another environment', '[prod.deploy.parameters]\nparameter_overrides = "Stage=prod"', {}],
    [
      'a table of its own over the one for all commands',
      'parameter_overrides = "Stage=own"\n[default.global.parameters]\nparameter_overrides = "Stage=all Count=3"',
      { Stage: 'own', Count: '3' },
    ],
  ])('gives %s', async (_, line, expected) => {
    expect(await from(deploy(line))).toEqual(expected);
  });

  it.each([
    ['an open string', 'parameter_overrides = "Stage', 'samconfig.toml:4:1: not TOML'],
    ['an open array', 'parameter_overrides = ["Stage=a"', 'samconfig.toml:5:1: not TOML'],
    ['JSON', '{ "Stage": "prod" }', 'samconfig.toml:4:1: not TOML'],
    ['what is no pair', 'parameter_overrides = "Stage"', 'samconfig.toml:4:1: `parameter_overrides` cannot be read'],
    ['arrays in arrays', 'parameter_overrides = [["a=b"]]', 'samconfig.toml:4:1: `parameter_overrides` cannot be read'],
  ])('refuses %s', async (_, line, message) => {
    await expect(from(deploy(line))).rejects.toThrow(message);
  });
});
