import { follow } from './follow/follow.ts';
import { limit } from './limit/limit.ts';
import type { Bench } from './support/bench.ts';

/** Every bench that `npm run bench -- NAME` knows. */
export const benches: readonly Bench[] = [
  follow,
  limit,
];
