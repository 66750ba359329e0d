import { join } from 'node:path';
import { fixtureFolders, fixturesOf, type RuleFixture } from '../rules/rule-fixtures';

/** A template with one thing broken, and the same template repaired. */
export interface Pair {
  readonly rule: string;
  readonly broken: RuleFixture;
  readonly repaired: RuleFixture;
}

/** The fixtures of the rules: those of one name are twins. */
export function pairs(): readonly Pair[] {
  return fixtureFolders().flatMap((rule) => {
    const repairedByFile = new Map(fixturesOf(rule, 'ok').map((fixture) => [fixture.file, fixture]));
    return fixturesOf(rule, 'broken').flatMap((broken) => {
      const repaired = repairedByFile.get(broken.file);
      return repaired === undefined ? [] : [{ rule, broken, repaired }];
    });
  });
}

export function pathOf({ name }: RuleFixture): string {
  return join('test/rules', name);
}
