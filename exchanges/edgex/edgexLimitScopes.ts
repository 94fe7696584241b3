import type { LimitScope } from '../../domain/capabilities.ts';
import { edgexScope } from './core.ts';

/** One for all calls: the exchange publishes none. Per IP, so that the three adapters of a process share it. */
export const edgexLimitScopes: readonly LimitScope[] = [
  {
    name: edgexScope,
    per: 'ip',
    requests: 50,
    perMs: 10_000,
    source: 'not documented; the public command-line client keeps to 50 requests per 10 s',
  },
];
