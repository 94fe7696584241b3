import { z } from 'zod';

import type { Envelope } from '../http/classifyHttp.ts';
import { codeText, readJson } from '../http/json.ts';

const envelope = z.object({ code: codeText, msg: z.string().nullish(), data: z.unknown().optional() });

/** `{code, data, msg, …}`; only the word SUCCESS is success. Null for anything else. Source: every sample. */
export function readEdgexEnvelope(body: string): Envelope | null {
  const parsed = envelope.safeParse(readJson(body));
  if (!parsed.success) return null;
  const { code, msg, data } = parsed.data;
  return { code, succeeded: code === 'SUCCESS', message: msg ?? '', data };
}
