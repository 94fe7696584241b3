import { describe, expect, test } from '@jest/globals';

import { exitCodeOfError } from '../../client/cli/exitCodes.ts';
import * as errors from '../../client/errors.ts';

const {
  InvalidRequestError,
  InvalidArgumentError,
  DifferentContentError,
  WithdrawalNotFoundError,
  AccountNotFoundError,
  ResolutionRefusedError,
  AbnormalEndError,
  NoWorkerError,
  TemporalUnreachableError,
} = errors;

describe('errors', () => {
  test('behavior: one wrong field is a sentence', () => {
    expect(new InvalidRequestError([{ field: 'amount', expected: 'more than zero' }]).message).toMatchInlineSnapshot(
      `"amount: expected more than zero. Nothing was started."`,
    );
  });
  test('behavior: several wrong fields are lines', () => {
    expect(
      new InvalidRequestError([
        { field: 'amount', expected: 'more than zero' },
        { field: 'memo', expected: 'a memo' },
      ]).message,
    ).toMatchInlineSnapshot(`
"2 fields of the request cannot be accepted. Nothing was started.
  amount: expected more than zero
  memo: expected a memo"
`);
  });
  test('behavior: a long argument is cut', () => {
    expect(
      new InvalidArgumentError('withdrawalId', '1 to 128 characters', 'x'.repeat(10_000)).message.length,
    ).toBeLessThan(300);
  });
  test('behavior: the differing field is named, with both values', () => {
    expect(new DifferentContentError({ withdrawalId: 'w-1', field: 'amount', existing: '1', given: '2' }).message)
      .toMatchInlineSnapshot(`
"w-1 was started before with another amount. Nothing was started.
  field: amount
  existing: 1
  given: 2
  hint: repeat a request unchanged, requestedAt included, or take a new withdrawalId for a new withdrawal"
`);
  });
  test('behavior: not found tells why that can be', () => {
    expect(new WithdrawalNotFoundError('w-2', 'default', ['w-1']).message).toMatchInlineSnapshot(`
"No withdrawal w-2 is known in namespace default.
  did you mean: w-1
  reasons: a wrong id, another namespace, or it closed longer ago than the namespace keeps"
`);
  });
  test('behavior: an unknown account lists the known ones', () => {
    expect(new AccountNotFoundError('bigone/x', ['bigone/treasury']).message).toMatchInlineSnapshot(`
"No account bigone/x is known.
  known: bigone/treasury"
`);
  });
  test('behavior: the reason of a refusal comes through', () => {
    expect(new ResolutionRefusedError('w-1', 'record x-9 is claimed by w-7').message).toMatchInlineSnapshot(`
"Not resolved: record x-9 is claimed by w-7
  withdrawal: w-1"
`);
  });
  test('behavior: an abnormal end never tells that money stayed', () => {
    const error = new AbnormalEndError('w-1', 'TERMINATED');
    expect(error.moneyLeft).toBe('unknown');
    expect(error.message).toMatchInlineSnapshot(`
"The run of w-1 ended abnormally (TERMINATED): nobody follows it, and whether the money left is unknown.
  what to do: start it again with the same request: that run looks up what happened and sends nothing by itself"
`);
  });
  test('behavior: no worker, and no server', () => {
    expect(new NoWorkerError('the decision', 'withdrawal/w-1').message).toMatchInlineSnapshot(`
"No worker answered in time: the decision is not confirmed, but may still have been taken.
  workflow: withdrawal/w-1
  hint: see that a worker runs (\`withdrawals doctor\`), look at the state, then ask again"
`);
    expect(new TemporalUnreachableError({ address: 'localhost:1', namespace: 'default', reason: 'refused' }).message)
      .toMatchInlineSnapshot(`
"The Temporal server cannot be reached.
  address: localhost:1
  namespace: default
  reason: refused
  hint: set TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE, or a profile in temporal.toml"
`);
  });
  test('behavior: as JSON, kind and sentence are always there', () => {
    expect(
      JSON.parse(JSON.stringify(new InvalidRequestError([{ field: 'amount', expected: 'more than zero' }]))),
    ).toEqual({
      error: 'invalidRequest',
      message: 'amount: expected more than zero. Nothing was started.',
      problems: [{ field: 'amount', expected: 'more than zero' }],
    });
  });
  test('behavior: every kind has an exit code above 0', () => {
    for (const kind of errors.errorKinds) expect(exitCodeOfError[kind]).toBeGreaterThan(0);
  });
});
