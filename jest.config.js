/** What all three projects share. */
const common = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' } },
    ],
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/\\.dist-'],
};

/** A test's name tells what it needs. `*.test.ts`, without a word before: no server and little time. */
const server = '**/*.server.test.ts';
const slow = '**/*.slow.test.ts';

export default {
  projects: [
    { ...common, displayName: 'unit', testMatch: ['<rootDir>/test/**/*.test.ts', `!${server}`, `!${slow}`] },
    // No server, but more time than the quick check has.
    { ...common, displayName: 'slow', testMatch: [`<rootDir>/test/${slow}`] },
    {
      ...common,
      displayName: 'server',
      testMatch: [`<rootDir>/test/${server}`],
      // One Temporal server for the whole run, and the workflow code bundled once.
      globalSetup: '<rootDir>/test/support/globalSetup.ts',
      globalTeardown: '<rootDir>/test/support/globalTeardown.ts',
    },
  ],
  maxWorkers: 2,
  // Bounds, not expectations: these machines are small and shared.
  testTimeout: 120_000,
  maxConcurrency: 10,
  reporters: ['default', '<rootDir>/test/support/plainReporter.js'],
};
