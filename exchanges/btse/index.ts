import type { LimitScope } from '../../domain/capabilities.ts';
import type { ExchangeDefinition } from '../exchange.ts';
import type { BtseCapabilities } from './adapter.ts';
import { createBtse } from './adapter.ts';
import type { BtseCredentials, BtseOptions } from './config.ts';
import { btseBaseUrl, btseCredentials, btseOptions } from './config.ts';
import { btseStatuses } from './mapping.ts';

const capabilities: BtseCapabilities = {
  repeatSubmit: 'never',
  findBy: 'history',
  cancel: 'none',
  // Each request says it, by the option `feeIncluded`; how rows show it is not documented (MAPPING §3).
  feeMode: 'chosen',
  clientIdFormat: 'none',
  answerIdIsRecordId: true,
  resubmitAfterMs: 24 * 60 * 60_000,
  statusBatch: { kind: 'page', size: 100 },
};

const limitScopes: readonly LimitScope[] = [
  {
    name: 'wallet',
    per: 'user',
    requests: 5,
    perMs: 1_000,
    source: [
      'BTSE wallet document, "Rate Limits", "Wallet operation": 5 requests/second per user in its current edition',
      'taken for every call of the wallet',
    ].join('; '),
  },
  {
    name: 'query',
    per: 'key',
    requests: 15,
    perMs: 1_000,
    source: 'BTSE spot document, "Rate Limits", query: 15 requests/second per API',
  },
];

/** BTSE's wallet API; MAPPING.md in this folder says how it is read, and why. */
export const btse: ExchangeDefinition<BtseCredentials, BtseOptions> = {
  id: 'btse',
  displayName: 'BTSE',
  defaultBaseUrl: btseBaseUrl,
  capabilities,
  limitScopes,
  submitScope: 'wallet',
  cancelScope: null,
  statusTable: btseStatuses,
  needsExchangeAccountId: true,
  credentialsSchema: btseCredentials,
  optionsSchema: btseOptions,
  create: (config) => createBtse(config, capabilities),
};
