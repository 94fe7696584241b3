import type { ErrorKind } from '../errors.ts';

export const exitCodes = { ok: 0, refused: 1, usage: 2, attention: 3, notFound: 4, unreachable: 5 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** What each code means. `--help` shows it. */
export const exitCodeMeanings: Readonly<Record<ExitCode, string>> = {
  0: 'ok',
  1: 'refused, failed, or a problem was found',
  2: 'wrong usage or invalid input; nothing was sent',
  3: '`list --attention` found something that needs a person',
  4: 'no such withdrawal or account',
  5: 'Temporal, its workers or the exchange cannot be reached',
};

/** The exit code for each error that the library throws on purpose. */
export const exitCodeOfError: Readonly<Record<ErrorKind, ExitCode>> = {
  invalidRequest: exitCodes.usage,
  invalidArgument: exitCodes.usage,
  differentContent: exitCodes.refused,
  withdrawalNotFound: exitCodes.notFound,
  accountNotFound: exitCodes.notFound,
  resolutionRefused: exitCodes.refused,
  accountRefused: exitCodes.refused,
  restoreRefused: exitCodes.refused,
  abnormalEnd: exitCodes.refused,
  resultTimeout: exitCodes.refused,
  noWorker: exitCodes.unreachable,
  temporalUnreachable: exitCodes.unreachable,
  temporalSetup: exitCodes.unreachable,
  clientClosed: exitCodes.refused,
};
