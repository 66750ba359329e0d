// Each stage of the core may import the stages before it. The order is the data flow of handler/ARCHITECTURE.md.
const layer = (name, may, comment) => ({
  name: `core-${name}`,
  severity: 'error',
  comment,
  from: { path: `^handler/core/${name}/` },
  to: { path: '^handler/core/', pathNot: [name, ...may].map((folder) => `^handler/core/${folder}/`) },
});

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'modules that need each other are one module: move what both need into a third, below them',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      comment: 'nobody imports this file: delete it or wire it in',
      from: { orphan: true, path: '^handler/', pathNot: ['^handler/index\\.ts$', '^handler/cli/main\\.ts$'] },
      to: {},
    },
    {
      name: 'unresolvable',
      severity: 'error',
      comment: 'this import does not lead to a file',
      from: { path: '^(handler|infra)/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'core-is-pure',
      severity: 'error',
      comment: 'the core has no input or output: hand it what it needs as a value, or ask for a fact',
      from: { path: '^handler/core/' },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev'], pathNot: ['js-yaml'] },
    },
    {
      name: 'core-imports-nothing-above',
      severity: 'error',
      comment: 'doors use the core, never the other way round',
      from: { path: '^handler/core/' },
      to: { path: '^(handler/(?!core/)|infra/|test/)' },
    },
    {
      name: 'sdk-only-at-the-edges',
      severity: 'error',
      comment: 'only account/, hook/ and settings/ talk to AWS',
      from: { path: '^handler/', pathNot: '^handler/(account|hook|settings)/' },
      to: { path: '@aws-sdk/' },
    },
    {
      name: 'hook-is-private',
      severity: 'error',
      comment: 'nobody but the entry point and replay knows the hook contract',
      from: { path: '^handler/', pathNot: '^handler/(hook/|index\\.ts|cli/)' },
      to: { path: '^handler/hook/' },
    },
    {
      name: 'rules-do-not-know-each-other',
      severity: 'error',
      comment: 'what two rules share lives beside them in rules/, not in one of them',
      from: { path: '^handler/core/rules/([^/]+)/([^/]+)\\.ts$' },
      to: { path: '^handler/core/rules/[^/]+/[^/]+\\.ts$', pathNot: '^handler/core/rules/shared/' },
    },
    layer('value', [], 'value is the bottom: it imports nothing'),
    layer('aws', ['value'], 'aws words may use values only'),
    layer('policy', ['value', 'aws'], 'the policy language knows no templates'),
    layer('facts', ['value', 'aws', 'policy'], 'facts are data about the account'),
    layer('template', ['value', 'aws', 'policy', 'facts'], 'parsing comes first'),
    layer('transforms', ['value', 'aws', 'policy', 'facts', 'template'], 'transforms rewrite the parsed template'),
    layer(
      'intrinsics',
      ['value', 'aws', 'policy', 'facts', 'template', 'transforms'],
      'intrinsics are resolved after transforms',
    ),
    layer(
      'stacks',
      ['value', 'aws', 'policy', 'facts', 'template', 'transforms', 'intrinsics'],
      'stacks that belong together are put together before the model is built',
    ),
    layer(
      'model',
      ['value', 'aws', 'policy', 'facts', 'template', 'transforms', 'intrinsics'],
      'the model is built from resolved values',
    ),
    layer('iam', ['value', 'aws', 'policy'], 'iam does not know templates: it takes a request and policy layers'),
    layer(
      'rules',
      ['value', 'aws', 'policy', 'model', 'intrinsics'],
      'rules say what is needed, never whether it is granted',
    ),
    layer(
      'access',
      ['value', 'aws', 'policy', 'facts', 'model', 'rules', 'iam'],
      'access puts a need and the model into a request and layers',
    ),
    layer(
      'findings',
      ['value', 'aws', 'policy', 'facts', 'template', 'intrinsics', 'model', 'rules', 'iam', 'access'],
      'findings explain decisions',
    ),
    layer(
      'verdict',
      ['value', 'aws', 'policy', 'facts', 'model', 'intrinsics', 'rules', 'iam', 'findings'],
      'the verdict weighs findings',
    ),
  ],
};
