import { writeSync } from 'node:fs';

/**
 * Jest reporter: ends the run with one plain line, `tests: N passed, N failed, N skipped`.
 * A test file that could not run counts as one failure: it holds tests that nobody has seen pass.
 */
export default class PlainReporter {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    const line = `tests: ${results.numPassedTests} passed, ${failed} failed, ${skipped} skipped\n`;
    // Jest adds its own summary after every other reporter; this line is to be the last.
    process.once('exit', () => writeSync(process.stdout.fd, line));
  }
}
