// Checks the import arrows of handler/ARCHITECTURE.md. A run that sees no modules is a failure, not a pass:
// dependency-cruiser reports "no violations (0 modules)" when it cannot load the TypeScript compiler.
import { cruise } from 'dependency-cruiser';
import { createRequire } from 'node:module';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';

const rules = createRequire(import.meta.url)('./dependency-cruiser.cjs');
const LEAST_MODULES = 20;

const { output } = await cruise(
  ['handler', 'infra'],
  {
    validate: true,
    ruleSet: { forbidden: rules.forbidden },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.json$' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.mjs', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
  undefined,
  { tsConfig: extractTSConfig('tsconfig.json') },
);

const { summary } = output;
for (const violation of summary.violations) {
  const path = violation.cycle ? ` (cycle: ${violation.cycle.map((step) => step.name).join(' -> ')})` : '';
  console.error(`${violation.rule.name}: ${violation.from} -> ${violation.to}${path}`);
  console.error(`  ${rules.forbidden.find((rule) => rule.name === violation.rule.name)?.comment ?? ''}`);
}
const own = output.modules.filter((module) => module.source.startsWith('handler/')).length;
console.log(`arrows: ${own} modules of handler/, ${summary.violations.length} violations`);
if (own < LEAST_MODULES) console.error(`arrows: only ${own} modules were seen, the check itself is broken`);
process.exitCode = summary.violations.length > 0 || own < LEAST_MODULES ? 1 : 0;
