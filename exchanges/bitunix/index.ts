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

const tenPerSecond = { per: 'ip', requests: 10, perMs: 1_000 } as const;

/** The document gives each call its own limit. */
const documented = (name: string, section: string): LimitScope => ({
  name,
  ...tenPerSecond,
  source: `Bitunix document, "${section}": 10 times/1 second (IP)`,
});
const undocumented = (name: string): LimitScope => ({
  name,
  ...tenPerSecond,
  source: 'not documented; taken to be as for the other calls',
});

const limitScopes: readonly LimitScope[] = [
  documented('withdraw', 'Submit withdrawal request'),
  documented('withdrawCancel', 'Cancel Withdrawal'),
  documented('history', 'Request Withdrawal History'),
  documented('insideTransfer', 'Initiate Internal Transfer'),
  documented('insideTransferCancel', 'Cancel Internal Transfer'),
  documented('fundsTransfer', 'Transfer'),
  undocumented('account'),
  undocumented('coins'),
];

/** Bitunix's withdrawal API; MAPPING.md in this folder says how it is read, and why. */
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
