import type { ExchangeDefinition } from '../../exchange.ts';
import type { EdgexCredentials } from '../config.ts';
import { edgexBaseUrl, edgexCredentials } from '../config.ts';
import { edgexScope } from '../core.ts';
import { edgexLimitScopes } from '../limits.ts';
import type { NormalWithdrawCapabilities } from './adapter.ts';
import { createNormalWithdraw } from './adapter.ts';
import type { NormalWithdrawOptions } from './config.ts';
import { normalWithdrawOptions } from './config.ts';
import { normalWithdrawStatuses } from './mapping.ts';

const capabilities: NormalWithdrawCapabilities = {
  repeatSubmit: 'safe',
  findBy: 'clientId',
  cancel: 'none',
  feeMode: 'undocumented',
  clientIdFormat: 'digits',
  answerIdIsRecordId: true,
  resubmitAfterMs: 15 * 24 * 60 * 60_000,
  statusBatch: { kind: 'ids', size: 100 },
};

/** edgeX's normal withdrawals; MAPPING.md beside this file and in the family's folder say what is read how, and why. */
export const edgexNormalWithdraw: ExchangeDefinition<EdgexCredentials, NormalWithdrawOptions> = {
  id: 'edgex-normal-withdraw',
  displayName: 'edgeX normal withdrawal',
  defaultBaseUrl: edgexBaseUrl,
  capabilities,
  limitScopes: edgexLimitScopes,
  submitScope: edgexScope,
  cancelScope: null,
  statusTable: normalWithdrawStatuses,
  needsExchangeAccountId: true,
  credentialsSchema: edgexCredentials,
  optionsSchema: normalWithdrawOptions,
  create: (config) => createNormalWithdraw(config, capabilities),
};
