import { type SpawnSyncReturns, execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

mkdirSync('.cache', { recursive: true });
const folder = mkdtempSync(resolve('.cache/binary-'));
const template = join(folder, 'stack.yaml');

function start(args: readonly string[], input = ''): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [join(folder, 'built/cli/main.mjs'), ...args], { encoding: 'utf8', input });
}

beforeAll(() => {
  execFileSync(process.execPath, ['test/config/build.mjs', join(folder, 'built')]);
  writeFileSync(template, 'Resources:\n  Data:\n    Type: AWS::S3::Bucket\n');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

it('has the data it needs beside it', () => {
  expect(existsSync(join(folder, 'built/cli/managed-policies.bin'))).toBe(true);
});

it.each(['check', 'decide', 'replay', 'rules'])('finds the chunk of `%s`', (command) => {
  const { status, stdout, stderr } = start([command, '--help']);

  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain(`Usage: cfn-permission-hook ${command}`);
});

it('judges a file, without colour outside of a terminal', () => {
  const { status, stdout, stderr } = start(['check', template]);

  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/stack\.yaml: (?:pass|inconclusive) /u);
  expect(stdout).not.toContain('\u001b');
});

it.each(['json', 'sarif', 'junit', 'github', 'markdown', 'html'])('finds the chunk of the %s report', (format) => {
  expect(start(['check', template, '--format', format])).toMatchObject({ status: 0, stderr: '' });
});

it('reads standard input', () => {
  expect(start(['check', '-', '--format', 'json'], 'Resources: {}').stdout).toContain('"<stdin>"');
});

it('exits with 2 when it cannot read what it was given', () => {
  const { status, stdout, stderr } = start(['check', join(folder, 'missing.yaml')]);

  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain('missing.yaml:1:1: no such file or folder');
});

it('does not mind a reader that leaves early', () => {
  const pipe = `${process.execPath} ${join(folder, 'built/cli/main.mjs')} rules --format json | head -c 1`;

  expect(spawnSync('/bin/sh', ['-c', pipe], { encoding: 'utf8' }).stderr).toBe('');
});
