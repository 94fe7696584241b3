import type { LimitScope } from '../../domain/capabilities.ts';
import type { ExchangeDefinition } from '../exchange.ts';
import type { BitunixCapabilities } from './adapter.ts';
import { createBitunix } from './adapter.ts';
import type { BitunixCredentials, BitunixOptions } from './config.ts';
import { bitunixBaseUrl, bitunixCredentials, bitunixOptions } from './config.ts';
import { bitunixStatuses } from './mapping.ts';

const capabilities: BitunixCapabilities = {
  repeatSubmit: 'never',
  findBy: 'history',
  cancel: 'firstReviewOnly',
  feeMode: 'gross',
  clientIdFormat: 'none',
  answerIdIsRecordId: true,
  resubmitAfterMs: 24 * 60 * 60_000,
  statusBatch: { kind: 'page', size: 100 },
};

/** The document gives each call its own limit. */
const tenPerSecond = (name: string, section: string): LimitScope => ({
  name,
  per: 'ip',
  requests: 10,
  perMs: 1_000,
  source: `Bitunix document, "${section}": 10 times/1 second (IP)`,
});

const limitScopes: readonly LimitScope[] = [
  tenPerSecond('withdraw', 'Submit withdrawal request'),
  tenPerSecond('withdrawCancel', 'Cancel Withdrawal'),
  tenPerSecond('history', 'Request Withdrawal History'),
  tenPerSecond('insideTransfer', 'Initiate Internal Transfer'),
  tenPerSecond('insideTransferCancel', 'Cancel Internal Transfer'),
  tenPerSecond('fundsTransfer', 'Transfer'),
  {
    name: 'account',
    per: 'ip',
    requests: 10,
    perMs: 1_000,
    source: 'not documented; taken to be as for the other calls',
  },
  {
    name: 'coins',
    per: 'ip',
    requests: 10,
    perMs: 1_000,
    source: 'not documented; taken to be as for the other calls',
  },
];

/** Bitunix's withdrawal API; MAPPING.md beside this file says what is read how, and why. */
export const bitunix: ExchangeDefinition<BitunixCredentials, BitunixOptions> = {
  id: 'bitunix',
  displayName: 'Bitunix',
  defaultBaseUrl: bitunixBaseUrl,
  capabilities,
  limitScopes,
  submitScope: 'withdraw',
  cancelScope: 'withdrawCancel',
  statusTable: bitunixStatuses,
  needsExchangeAccountId: false,
  credentialsSchema: bitunixCredentials,
  optionsSchema: bitunixOptions,
  create: (config) => createBitunix(config, capabilities),
};
