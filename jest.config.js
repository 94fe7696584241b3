/** Units need no server and take little time; `server` projects talk to a real Temporal server started once per run (test/support/globalSetup.ts). */
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
const needsServer = ['workflows', 'operators', 'account', 'fuzz', 'replay', 'faults', 'crash', 'client', 'workers'].map(
  (folder) => `<rootDir>/test/${folder}/`,
);
/** Need no server, but time: they would make the quick check slow. */
const needsTime = ['exchanges/statusPaging', 'exchanges/leaks', 'activities/limitShare', 'properties/matching'].map(
  (file) => `<rootDir>/test/${file}.test.ts`,
);

export default {
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', ...needsServer, ...needsTime],
    },
    {
      ...common,
      displayName: 'server',
      testMatch: [...needsServer.map((folder) => `${folder}**/*.test.ts`), ...needsTime],
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
