import { edgexDefinition } from '../edgexDefinition.ts';
import { createNormalWithdraw } from './adapter.ts';
import { normalWithdrawOptions } from './config.ts';
import { normalWithdrawStatuses } from './mapping.ts';

/** edgeX's normal withdrawals; MAPPING.md here and in the folder above say how they are read, and why. */
export const edgexNormalWithdraw = edgexDefinition({
  id: 'edgex-normal-withdraw',
  displayName: 'edgeX normal withdrawal',
  feeMode: 'undocumented',
  statusTable: normalWithdrawStatuses,
  optionsSchema: normalWithdrawOptions,
  create: createNormalWithdraw,
});
