import { capacityBench } from './capacity/capacityBench.ts';
import { follow } from './follow/follow.ts';
import { createGrowth } from './growth/growth.ts';
import { limit } from './limit/limit.ts';
import { serverBench } from './server/serverBench.ts';
import { settingsBench } from './settings/settingsBench.ts';
import { submitBench } from './submit/submitBench.ts';
import type { Bench } from './support/bench.ts';

/** Those that measure something; `growth` runs the ones of them that say how. */
const measuring: readonly Bench[] = [follow, limit, submitBench, capacityBench];

/** Every bench that `npm run bench -- NAME` knows. */
export const benches: readonly Bench[] = [...measuring, settingsBench, serverBench, createGrowth(measuring)];
