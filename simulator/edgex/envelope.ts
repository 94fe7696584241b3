import { randomBytes } from 'node:crypto';

import type { Refusal } from '../refusal.ts';
import { EdgexRefusal } from './refusals.ts';

/** The envelope of every answer; times are texts of Unix milliseconds. */
export function createEnvelope(now: () => number) {
  const trace = () => ({
    errorParam: null,
    requestTime: String(now()),
    responseTime: String(now()),
    traceId: randomBytes(16).toString('hex'),
  });
  return {
    ok: (data: unknown) => ({ code: 'SUCCESS', data, msg: null, ...trace() }),
    error: (refusal: Refusal) => ({
      code: refusal instanceof EdgexRefusal ? refusal.word : 'STAGED_ERROR',
      data: null,
      msg: refusal.message,
      ...trace(),
    }),
  };
}

export type Envelope = ReturnType<typeof createEnvelope>;
