import { version } from '#cli/version';
import { catalogue } from '#core/rules/catalogue';
import { runCommand } from './fake-io';

describe('command line', () => {
  it.each([['--help'], ['-h'], ['help']])('%s shows every command', async (flag) => {
    const { status, out } = await runCommand([flag]);

    expect(status).toBe(0);
    expect(out).toMatch(/^ {2}check <path…> /mu);
    expect(out).toMatch(/^ {2}rules \[id\] /mu);
  });

  it('--version shows the version of the package', async () => {
    expect(await runCommand(['--version'])).toMatchObject({ status: 0, out: `${version}\n`, err: '' });
  });

  it.each([
    [['check', '--help'], '--fail-on <block|warn|never>'],
    [['rules', '--help'], '--format <text|json|markdown>'],
  ])('%j shows the options of that command', async (args, option) => {
    const { status, out } = await runCommand(args);

    expect(status).toBe(0);
    expect(out).toContain(option);
  });

  it('prints every connection that no rule is about, with the reason', async () => {
    const { status, out } = await runCommand(['rules', '--format', 'markdown']);

    const [, notJudged = ''] = out.split('## Not judged');
    const missing = catalogue.filter(
      ({ row, withoutRule }) => withoutRule?.isJudged === false && !notJudged.includes(`| ${row.id} |`),
    );
    expect(status).toBe(0);
    expect(notJudged).toContain('| F-PASSROLE |');
    expect(missing).toEqual([]);
  });

  it.each<[readonly string[], string, string]>([
    [[], 'no command given', 'Usage: cfn-permission-hook <command>'],
    [['chekc', 'a.yaml'], 'unknown command `chekc`', 'did you mean `check`?'],
    [['frobnicate'], 'unknown command `frobnicate`', 'use one of check, '],
    [['--format', 'json'], 'unknown option `--format`', 'a command comes first'],
    [['check'], 'no template given', 'name a file, a folder, or -'],
    [['check', 'a.yaml', '--formt', 'json'], 'unknown option `--formt`', 'did you mean `--format`?'],
    [['check', 'a.yaml', '--constructor', 'x'], 'unknown option `--constructor`', ''],
    [['check', 'a.yaml', '--format', 'jsn'], '`--format` does not know `jsn`', 'did you mean `json`?'],
    [['check', 'a.yaml', '--format'], 'option `--format` needs a value', 'write `--format <text|json'],
    [['check', 'a.yaml', '--region', '--format', 'json'], 'option `--region` needs a value', ''],
    [['check', 'a.yaml', '--help=yes'], 'option `--help` takes no value', ''],
    [['check', 'a.yaml', '--region', 'eu-west-1', '--region', 'eu-west-2'], 'option `--region` is given twice', ''],
    [['check', 'a.yaml', '--fail-on', 'warning'], '`--fail-on` does not know `warning`', 'did you mean `warn`?'],
    [['check', 'a.yaml', '--account', '12345'], '`--account` does not understand `12345`', 'twelve digits'],
    [['check', 'a.yaml', '--region', 'Ireland'], '`--region` does not understand `Ireland`', 'looks like `eu-west-1`'],
    [['check', 'a.yaml', '--output', 'json'], '`--output` does not understand `json`', '<format>=<file>'],
    [['check', 'a.yaml', '--output', 'sarf=x.sarif'], '`--output` does not know `sarf`', 'did you mean `sarif`?'],
    [['check', 'a.yaml', '--parameters', '=x'], '`--parameters` does not understand `=x`', 'Name=value'],
    [['rules', 'no-such-rule-at-all'], 'unknown rule `no-such-rule-at-all`', 'cfn-permission-hook rules'],
    [['rules', 'a', 'b'], 'one rule at a time', ''],
  ])('%j is a usage error that says what to write', async (args, message, hint) => {
    const { status, out, err } = await runCommand(args);

    expect(status).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(message);
    expect(err).toContain(hint);
  });
});
