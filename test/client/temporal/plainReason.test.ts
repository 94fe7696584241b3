import { describe, expect, test } from '@jest/globals';
import { QueryNotRegisteredError, ServiceError } from '@temporalio/client';
import { NamespaceNotFoundError } from '@temporalio/common';

import { TemporalSetupError, TemporalUnreachableError, WithdrawalClientError } from '../../../client/errors.ts';
import { plainQueryReason } from '../../../client/temporal/plainReason.ts';
import { toClientError } from '../../../client/temporal/toClientError.ts';

/** As the SDK throws it. */
function grpc(code: number, details: string): ServiceError {
  const cause = Object.assign(new Error(`${code} SOME_CODE: ${details}`), { code, details, metadata: {} });
  return new ServiceError('Failed to query Workflow', { cause });
}

const rawTexts = /LB pick|remote_addr|metadata filters|exceeded|SOME_CODE|ServiceError|in failed state/i;

describe('plainQueryReason', () => {
  test.each([
    [4, 'Deadline exceeded after 4.999s,LB pick: 0.005s,remote_addr=127.0.0.1:7233', 'no worker answered within 5 s'],
    [1, 'Call cancelled', 'no worker answered within 5 s'],
    [9, 'no poller seen for task queue recently, worker may be down', 'no worker has asked for its work lately'],
    [9, 'query cannot be handled before first workflow task is processed', 'no worker has taken it up yet'],
    [
      9,
      'Cannot query workflow due to Workflow Task in failed state.',
      'its worker cannot go on with it; the log of that worker says why',
    ],
    [14, 'No connection established. Last error: connect ECONNREFUSED', 'the Temporal server is not there'],
    [8, 'namespace rate limit exceeded', 'the Temporal server is overloaded'],
    [13, 'some panic', 'the Temporal server failed'],
  ])('behavior: gRPC %d (%s) is "%s"', (code, details, expected) => {
    expect(plainQueryReason(grpc(code, details), 5_000)).toBe(expected);
  });

  test('behavior: a worker that has no answer', () => {
    // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- the SDK does not export gRPC's enum
    const error = new QueryNotRegisteredError('Workflow did not register a handler for state', 3);
    expect(plainQueryReason(error, 5_000)).toBe('its worker could not answer; the log of that worker says why');
  });
});

describe('toClientError', () => {
  test.each([
    [4, 'Deadline exceeded after 14.9s,LB pick: 0.001s', TemporalUnreachableError, /no answer within 15 s/],
    [1, 'Call cancelled', TemporalUnreachableError, /no answer within 15 s/],
    [14, 'connect ECONNREFUSED', TemporalUnreachableError, /cannot be reached/],
    [8, 'namespace rate limit', TemporalUnreachableError, /could not do it[^]*overloaded/],
    [13, 'some panic', TemporalUnreachableError, /could not do it[^]*failed/],
    [7, 'Request unauthorized.', TemporalSetupError, /refuses these credentials/],
    [16, 'Request unauthorized.', TemporalSetupError, /refuses these credentials/],
    [
      3,
      "column name 'account' is not a valid search attribute",
      TemporalSetupError,
      /lacks search attributes[^]*worker/,
    ],
    [5, 'Namespace nope is not found.', TemporalSetupError, /no namespace nope\.[^]*namespace create --namespace nope/],
    [3, 'WorkflowId length exceeds limit.', TemporalSetupError, /does not accept the call/],
  ])('error: gRPC %d (%s)', (code, details, kind, message) => {
    const error = toClientError(grpc(code, details), 15_000);
    expect(error).toBeInstanceOf(kind);
    expect(error).toBeInstanceOf(WithdrawalClientError);
    expect(String(error)).toMatch(message);
    expect(String(error)).not.toMatch(rawTexts);
  });

  test('error: a namespace that is not there', () => {
    expect(String(toClientError(new NamespaceNotFoundError('nope'), 15_000))).toMatch(/has no namespace nope/);
  });

  test('behavior: what is no trouble with the server stays as it is', () => {
    const error = new Error('surprise');
    expect(toClientError(error, 15_000)).toBe(error);
  });
});
