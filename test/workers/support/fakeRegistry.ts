import { z } from 'zod';

import type { AnyExchangeDefinition, exchanges } from '../../../exchanges/registry.ts';

const base = {
  capabilities: {
    repeatSubmit: 'never',
    findBy: 'clientId',
    cancel: 'asynchronous',
    feeMode: 'gross',
    clientIdFormat: 'uuid',
    answerIdIsRecordId: true,
    resubmitAfterMs: 86_400_000,
    statusBatch: { kind: 'page', size: 50 },
  },
  limitScopes: [
    { name: 'wallet', per: 'key', requests: 10, perMs: 1_000, source: 'the document' },
    { name: 'public', per: 'ip', requests: 100, perMs: 60_000, source: 'the document' },
  ],
  submitScope: 'wallet',
  cancelScope: 'wallet',
  statusTable: { DONE: 'L1_COMPLETED', WAITING: 'PENDING' },
  needsExchangeAccountId: false,
  credentialsSchema: z.strictObject({
    apiKey: z.string().min(1),
    apiSecret: z.string().regex(/^[0-9a-z-]{4,}$/, 'expected lower-case letters and digits'),
  }),
  optionsSchema: z.strictObject({ trustGuid: z.boolean().prefault(false) }),
  create: () => {
    throw new Error('not in this test');
  },
} as const;

/** Two invented adapters: `alpha` tells whose key it is, `beta` does not. */
export const fakeRegistry: typeof exchanges = {
  alpha: {
    ...base,
    id: 'alpha',
    displayName: 'Alpha',
    defaultBaseUrl: 'https://api.alpha.example',
  } satisfies AnyExchangeDefinition,
  beta: {
    ...base,
    id: 'beta',
    displayName: 'Beta',
    defaultBaseUrl: 'https://api.beta.example',
    needsExchangeAccountId: true,
  } satisfies AnyExchangeDefinition,
};
