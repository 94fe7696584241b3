import { edgexDefinition } from '../edgexDefinition.ts';
import { createCrossWithdraw } from './adapter.ts';
import { crossWithdrawOptions } from './config.ts';
import { crossWithdrawStatuses } from './mapping.ts';

/** edgeX's cross-chain withdrawals; MAPPING.md here and in the folder above say how they are read, and why. */
export const edgexCrossWithdraw = edgexDefinition({
  id: 'edgex-cross-withdraw',
  displayName: 'edgeX cross-chain withdrawal',
  feeMode: 'gross',
  statusTable: crossWithdrawStatuses,
  optionsSchema: crossWithdrawOptions,
  create: createCrossWithdraw,
});
