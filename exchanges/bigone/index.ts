import type { ExchangeDefinition } from '../exchange.ts';
import type { BigoneCapabilities } from './adapter.ts';
import { createBigone } from './adapter.ts';
import type { BigoneCredentials, BigoneOptions } from './config.ts';
import { bigoneBaseUrl, bigoneCredentials, bigoneOptions } from './config.ts';
import { bigoneStatuses } from './mapping.ts';

const capabilities: BigoneCapabilities = {
  repeatSubmit: 'never',
  findBy: 'clientId',
  cancel: 'asynchronous',
  feeMode: 'undocumented',
  clientIdFormat: 'uuid',
  answerIdIsRecordId: true,
  resubmitAfterMs: 24 * 60 * 60_000,
  statusBatch: { kind: 'page', size: 200 },
};

/** BigONE's withdrawal API; MAPPING.md in this folder says how it is read, and why. */
export const bigone: ExchangeDefinition<BigoneCredentials, BigoneOptions> = {
  id: 'bigone',
  displayName: 'BigONE',
  defaultBaseUrl: bigoneBaseUrl,
  capabilities,
  limitScopes: [
    {
      name: 'all',
      per: 'ip',
      requests: 500,
      perMs: 10_000,
      source: 'BigONE general information: 500 requests per 10 s per IP',
    },
  ],
  submitScope: 'all',
  cancelScope: 'all',
  statusTable: bigoneStatuses,
  needsExchangeAccountId: true,
  credentialsSchema: bigoneCredentials,
  optionsSchema: bigoneOptions,
  create: (config) => createBigone(config, capabilities),
};
