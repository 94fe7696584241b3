/** Answers the address of this run's Temporal server. */
export function temporalAddress(): string {
  return read('WITHDRAWALS_TEST_TEMPORAL_ADDRESS', 'Temporal server');
}

/** Answers this run's prebuilt workflow code, in the form of a worker's `workflowBundle` option. */
export function workflowBundle(): { codePath: string } {
  const problem = process.env['WITHDRAWALS_TEST_BUNDLE_ERROR'];
  if (problem) throw new Error(`The workflows could not be bundled for the tests: ${problem}`);
  return { codePath: read('WITHDRAWALS_TEST_BUNDLE', 'workflow bundle') };
}

function read(name: string, what: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new Error(
    `No ${what} for this test: ${name} is not set. A test that needs it is named *.server.test.ts (jest.config.js).`,
  );
}
