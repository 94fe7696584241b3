import type { FailureReason } from '../../domain/failure.ts';
import { ExchangeError } from '../../exchanges/errors.ts';
import type { AccountProbe } from '../../exchanges/exchange.ts';
import type { AccountConfig } from '../config/workerConfig.ts';
import { writePath } from '../config/writePath.ts';
import { accountIdentity } from './accountIdentity.ts';

/** What is known after asking the exchange whose key this is. */
export type ProbeVerdict =
  | {
      readonly kind: 'verified';
      readonly accountIdentity: string;
      readonly exchangeAccountId: string;
      readonly clockSkewMs: number | null;
    }
  | Misconfigured
  | Postponed;

/** The configuration is wrong; trying again cannot help. */
type Misconfigured = { readonly kind: 'misconfigured'; readonly problem: string };
/** Nothing is known yet; ask again later. */
type Postponed = {
  readonly kind: 'postponed';
  readonly attention: 'exchangeUnreachable' | 'clockSkew';
  readonly message: string;
};

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
  // A server that does not know the path, or answers in another form, is not this exchange's API.
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
    return misconfigured(`${field}: configured ${pinned}, the exchange says ${told}`);
  const exchangeAccountId = told ?? pinned;
  if (exchangeAccountId === null)
    return misconfigured(`${field}: missing; the exchange does not tell whose key it is, so the configuration must`);
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
    return postponed('exchangeUnreachable', error instanceof Error ? error.message : 'failed');
  const said = describeFailure(error);
  const path = (...fields: string[]): string => writePath(['accounts', config.account, ...fields]);
  const keyFields = `${path('credentials')} (${Object.keys(config.credentials ?? {}).join(', ')})`;
  switch (blameFor(error)) {
    case 'credentials':
      return misconfigured(`${keyFields}: the exchange refused the key or its signature (${said})`);
    case 'permissions':
      return misconfigured(
        `${keyFields}: the exchange says that this key may not do this; ` +
          `check its permissions and allowed IPs (${said})`,
      );
    case 'baseUrl':
      return misconfigured(
        `${path('baseUrl')}: ${config.baseUrl} does not answer like ${config.definition.displayName} (${said})`,
      );
    case 'clock':
      return postponed('clockSkew', `the exchange refuses our clock (${said})`);
    case 'later':
      return postponed('exchangeUnreachable', `the exchange could not be asked (${said})`);
  }
}

function misconfigured(problem: string): Misconfigured {
  return { kind: 'misconfigured', problem };
}

function postponed(attention: Postponed['attention'], message: string): Postponed {
  return { kind: 'postponed', attention, message };
}

/** Where the body holds nothing that the adapter knows, the HTTP status decides. */
function blameFor({ reason, httpStatus }: ExchangeError): Blame {
  const isReasonKnown = reason !== 'unreadableAnswer' && reason !== 'notFound' && reason !== 'unknownCode';
  if (isReasonKnown || httpStatus === null) return blames[reason];
  // Perhaps a maintenance page: it does not prove a wrong address.
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
