const { transformSync, version } = require('esbuild');
const { createHash } = require('node:crypto');

// esbuild only strips types: the type check is a step of its own (`npm run typecheck`).
module.exports = {
  getCacheKey: (source, file, options) =>
    createHash('sha1')
      .update(version)
      .update(file)
      .update('\0')
      .update(source)
      .update(options.configString)
      .digest('hex'),
  process: (source, file) => ({
    code: transformSync(source, {
      loader: 'ts',
      format: 'cjs',
      target: 'node20',
      sourcemap: 'inline',
      sourcefile: file,
    }).code,
  }),
};
