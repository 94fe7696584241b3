import type { ExchangeDefinition } from '../../exchange.ts';
import type { EdgexCredentials } from '../config.ts';
import { edgexBaseUrl, edgexCredentials } from '../config.ts';
import { edgexScope } from '../core.ts';
import { edgexLimitScopes } from '../limits.ts';
import type { WithdrawCapabilities } from './adapter.ts';
import { createWithdraw } from './adapter.ts';
import type { WithdrawOptions } from './config.ts';
import { withdrawOptions } from './config.ts';
import { withdrawStatuses } from './mapping.ts';

const capabilities: WithdrawCapabilities = {
  repeatSubmit: 'safe',
  findBy: 'clientId',
  cancel: 'none',
  feeMode: 'undocumented',
  clientIdFormat: 'digits',
  answerIdIsRecordId: true,
  resubmitAfterMs: 15 * 24 * 60 * 60_000,
  statusBatch: { kind: 'ids', size: 100 },
};

/**
 * edgeX's low-level withdrawals; MAPPING.md beside this file and in the family's folder say what is read how,
 * and why.
 */
export const edgexWithdraw: ExchangeDefinition<EdgexCredentials, WithdrawOptions> = {
  id: 'edgex-withdraw',
  displayName: 'edgeX low-level withdrawal',
  defaultBaseUrl: edgexBaseUrl,
  capabilities,
  limitScopes: edgexLimitScopes,
  submitScope: edgexScope,
  cancelScope: null,
  statusTable: withdrawStatuses,
  needsExchangeAccountId: true,
  credentialsSchema: edgexCredentials,
  optionsSchema: withdrawOptions,
  create: (config) => createWithdraw(config, capabilities),
};
