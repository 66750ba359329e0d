const { transformSync, version } = require('esbuild');
const { createHash } = require('node:crypto');

// esbuild only strips types: the type check is a step of its own (`npm run typecheck`).
// jest runs CommonJS, where a real `import()` would leave its module registry: it becomes a `require`.
const how = {
  loader: 'ts',
  format: 'cjs',
  target: 'node20',
  sourcemap: 'inline',
  supported: { 'dynamic-import': false },
};

module.exports = {
  getCacheKey: (source, file, options) =>
    createHash('sha1')
      .update(version)
      .update(JSON.stringify(how))
      .update(file)
      .update('\0')
      .update(source)
      .update(options.configString)
      .digest('hex'),
  process: (source, file) => ({ code: transformSync(source, { ...how, sourcefile: file }).code }),
};
