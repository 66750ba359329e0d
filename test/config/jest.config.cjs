module.exports = {
  rootDir: '../..',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: {
    '^.+\\.ts$': '<rootDir>/test/config/esbuild-transform.cjs',
    'node_modules/js-yaml/.+\\.m?js$': '<rootDir>/test/config/esbuild-transform.cjs',
  },
  transformIgnorePatterns: ['node_modules/(?!js-yaml/)'],
  modulePathIgnorePatterns: ['<rootDir>/.dist', '<rootDir>/infra/cdk.out'],
  cacheDirectory: '<rootDir>/.cache/jest',
  coverageDirectory: '<rootDir>/.cache/coverage',
  collectCoverageFrom: ['handler/core/**/*.ts'],
  setupFiles: ['<rootDir>/test/config/seed-properties.ts'],
  workerIdleMemoryLimit: '1GB',
  // Servers and bundles are started beside the tests; a busy machine takes its time.
  testTimeout: 60_000,
};
