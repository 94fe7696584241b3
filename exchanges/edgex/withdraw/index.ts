import { edgexDefinition } from '../edgexDefinition.ts';
import { createWithdraw } from './adapter.ts';
import { withdrawOptions } from './config.ts';
import { withdrawStatuses } from './mapping.ts';

/** edgeX's low-level withdrawals; MAPPING.md here and in the folder above say how they are read, and why. */
export const edgexWithdraw = edgexDefinition({
  id: 'edgex-withdraw',
  displayName: 'edgeX low-level withdrawal',
  feeMode: 'undocumented',
  statusTable: withdrawStatuses,
  optionsSchema: withdrawOptions,
  create: createWithdraw,
});
