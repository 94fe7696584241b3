import type { FailureReason } from '../../domain/failure.ts';
import { ExchangeError } from '../../exchanges/errors.ts';
import type { AccountProbe } from '../../exchanges/exchange.ts';
import { writePath } from '../config/describeIssues.ts';
import type { AccountConfig } from '../config/workerConfig.ts';
import { accountIdentity } from './accountIdentity.ts';

/** What asking an exchange who we are came to. */
export type ProbeVerdict =
  | {
      readonly kind: 'verified';
      readonly accountIdentity: string;
      readonly exchangeAccountId: string;
      readonly clockSkewMs: number | null;
    }
  /** The configuration is wrong; trying again cannot help. */
  | { readonly kind: 'misconfigured'; readonly problem: string }
  /** Nothing is known yet; ask again later. */
  | { readonly kind: 'postponed'; readonly attention: 'exchangeUnreachable' | 'clockSkew'; readonly message: string };

/** What a failed probe says about the configuration: which field is wrong, or that nothing is known yet. */
type Blame = 'credentials' | 'permissions' | 'baseUrl' | 'clock' | 'later';

const blames: Readonly<Record<FailureReason, Blame>> = {
  insufficientFunds: 'later',
  addressNotAllowed: 'later',
  amountRefused: 'later',
  parameterRefused: 'later',
  assetSuspended: 'later',
  accountRestricted: 'later',
  permissionDenied: 'permissions',
  authRefused: 'credentials',
  duplicateClientId: 'later',
  refusedByExchange: 'later',
  rateLimited: 'later',
  nonceRefused: 'later',
  clockSkew: 'clock',
  unreachable: 'later',
  // Whoever answers without knowing the way is not this exchange's API.
  notFound: 'baseUrl',
  unreadableAnswer: 'baseUrl',
  noAnswer: 'later',
  unknownCode: 'later',
};

/** Judges what the exchange answered about this account's key. Pure. */
export function judgeProbe(config: AccountConfig, probe: AccountProbe): ProbeVerdict {
  const pinned = config.exchangeAccountId;
  const told = probe.exchangeAccountId;
  const field = writePath(['accounts', config.account, 'exchangeAccountId']);
  if (pinned !== null && told !== null && pinned !== told)
    return { kind: 'misconfigured', problem: `${field}: configured ${pinned}, the exchange says ${told}` };
  const exchangeAccountId = told ?? pinned;
  if (exchangeAccountId === null)
    return {
      kind: 'misconfigured',
      problem: `${field}: missing; the exchange does not tell whose key it is, so the configuration must`,
    };
  return {
    kind: 'verified',
    accountIdentity: accountIdentity(config.baseUrl, exchangeAccountId),
    exchangeAccountId,
    clockSkewMs: probe.clockSkewMs,
  };
}

/** Judges why the exchange could not be asked. Pure. */
export function judgeProbeFailure(config: AccountConfig, error: unknown): ProbeVerdict {
  if (!(error instanceof ExchangeError))
    return {
      kind: 'postponed',
      attention: 'exchangeUnreachable',
      message: error instanceof Error ? error.message : 'failed',
    };
  const said = describeFailure(error);
  const path = (...fields: string[]): string => writePath(['accounts', config.account, ...fields]);
  const names = Object.keys(config.credentials ?? {});
  switch (blameFor(error)) {
    case 'credentials':
      return {
        kind: 'misconfigured',
        problem: `${path('credentials')} (${names.join(', ')}): the exchange refused the key or its signature (${said})`,
      };
    case 'permissions':
      return {
        kind: 'misconfigured',
        problem: `${path('credentials')} (${names.join(', ')}): the exchange says that this key may not do this; check its permissions and allowed IPs (${said})`,
      };
    case 'baseUrl':
      return {
        kind: 'misconfigured',
        problem: `${path('baseUrl')}: ${config.baseUrl} does not answer like ${config.definition.displayName} (${said})`,
      };
    case 'clock':
      return { kind: 'postponed', attention: 'clockSkew', message: `the exchange refuses our clock (${said})` };
    case 'later':
      return {
        kind: 'postponed',
        attention: 'exchangeUnreachable',
        message: `the exchange could not be asked (${said})`,
      };
  }
}

/** Where the body says nothing that the adapter knows, the HTTP status still does. */
function blameFor({ reason, httpStatus }: ExchangeError): Blame {
  const isTold = reason !== 'unreadableAnswer' && reason !== 'notFound' && reason !== 'unknownCode';
  if (isTold || httpStatus === null) return blames[reason];
  // A maintenance page is no proof of a wrong address.
  if (httpStatus >= 500) return 'later';
  return blamesByStatus[httpStatus] ?? blames[reason];
}

const blamesByStatus: Readonly<Record<number, Blame>> = { 401: 'credentials', 403: 'permissions', 404: 'baseUrl' };

function describeFailure({ reason, httpStatus, wireCode }: ExchangeError): string {
  return [
    reason,
    ...(httpStatus === null ? [] : [`HTTP ${httpStatus}`]),
    ...(wireCode === null ? [] : [`code ${wireCode}`]),
  ].join(', ');
}
