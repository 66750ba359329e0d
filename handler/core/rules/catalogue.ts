import { catalogueRows, type CatalogueRow } from './catalogue-rows';
import { rules } from './registry';
import { rowsWithoutRule, type WithoutRule } from './without-rule';

/** A connection with what judges it; without rules there is a reason. */
export interface CatalogueEntry {
  readonly row: CatalogueRow;
  readonly rules: readonly string[];
  readonly withoutRule: WithoutRule | undefined;
}

/** Every known connection, in the order of the catalogue. */
export const catalogue: readonly CatalogueEntry[] = catalogueRows.map((row) => ({
  row,
  rules: rules.flatMap((rule) => (rule.catalogue.includes(row.id) ? [rule.id] : [])),
  withoutRule: rowsWithoutRule.get(row.id),
}));
