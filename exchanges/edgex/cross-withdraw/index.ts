import type { ExchangeDefinition } from '../../exchange.ts';
import type { EdgexCredentials } from '../config.ts';
import { edgexBaseUrl, edgexCredentials } from '../config.ts';
import { edgexScope } from '../core.ts';
import { edgexLimitScopes } from '../limits.ts';
import type { CrossWithdrawCapabilities } from './adapter.ts';
import { createCrossWithdraw } from './adapter.ts';
import type { CrossWithdrawOptions } from './config.ts';
import { crossWithdrawOptions } from './config.ts';
import { crossWithdrawStatuses } from './mapping.ts';

const capabilities: CrossWithdrawCapabilities = {
  repeatSubmit: 'safe',
  findBy: 'clientId',
  cancel: 'none',
  feeMode: 'gross',
  clientIdFormat: 'digits',
  answerIdIsRecordId: true,
  resubmitAfterMs: 15 * 24 * 60 * 60_000,
  statusBatch: { kind: 'ids', size: 100 },
};

/**
 * edgeX's cross-chain withdrawals; MAPPING.md beside this file and in the family's folder say what is read
 * how, and why.
 */
export const edgexCrossWithdraw: ExchangeDefinition<EdgexCredentials, CrossWithdrawOptions> = {
  id: 'edgex-cross-withdraw',
  displayName: 'edgeX cross-chain withdrawal',
  defaultBaseUrl: edgexBaseUrl,
  capabilities,
  limitScopes: edgexLimitScopes,
  submitScope: edgexScope,
  cancelScope: null,
  statusTable: crossWithdrawStatuses,
  needsExchangeAccountId: true,
  credentialsSchema: edgexCredentials,
  optionsSchema: crossWithdrawOptions,
  create: (config) => createCrossWithdraw(config, capabilities),
};
