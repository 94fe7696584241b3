import { capacityBench } from './capacity/capacityBench.ts';
import { followBench } from './follow/followBench.ts';
import { createGrowthBench } from './growth/growthBench.ts';
import { limitBench } from './limit/limitBench.ts';
import { serverBench } from './server/serverBench.ts';
import { settingsBench } from './settings/settingsBench.ts';
import { submitBench } from './submit/submitBench.ts';
import type { Bench } from './support/bench.ts';

/** The benches that measure something themselves. `growth` runs those of them that have `growth` figures. */
const measuring: readonly Bench[] = [followBench, limitBench, submitBench, capacityBench];

/** Every bench that `npm run bench -- NAME` knows. */
export const benches: readonly Bench[] = [...measuring, settingsBench, serverBench, createGrowthBench(measuring)];
