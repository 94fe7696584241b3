import { z } from 'zod';

import type { Envelope } from '../http/classifyHttp.ts';
import { codeText, readJson } from '../http/json.ts';

/** Any of these fields makes an object an envelope; the bare answers of the document have none of them. */
const envelopeFields = ['success', 'errorCode', 'error', 'code', 'status', 'msg', 'message'];

/** Not a JSON number, which `readJson` keeps as an object of its own kind. */
const anyObject = z.record(z.string(), z.unknown());
/** `{code, msg, time, data, success}`: the newer calls. */
const enveloped = z.object({
  success: z.boolean(),
  code: codeText,
  msg: z.string().nullish(),
  message: z.string().nullish(),
  data: z.unknown().optional(),
});
/** `{status, errorCode, message, extraData}` and `{status, error, code, message}`: refusals of the older ones. */
const refusal = z.object({
  status: codeText.nullish(),
  errorCode: codeText.nullish(),
  code: codeText.nullish(),
  message: z.string().nullish(),
  msg: z.string().nullish(),
  success: z.undefined().optional(),
});

/** Each of these codes refuses a key, a signature or a nonce. */
const authCodes: ReadonlySet<string> = new Set(['401', '10002', '-7']);

/**
 * Tells the four shapes of an answer apart (MAPPING §5). Code 1 alone is no success: another table of this exchange
 * uses it for a refusal. A refused nonce has the same code as a refused key; only the message tells them apart, so
 * ` nonce` is added to the code here. Null for anything else. Pure.
 */
export function readBtseEnvelope(body: string): Envelope | null {
  const json = readJson(body);
  if (Array.isArray(json)) return { code: '', succeeded: true, message: '', data: json };
  const { data: fields } = anyObject.safeParse(json);
  if (fields === undefined) return null;
  if (!envelopeFields.some((field) => Object.hasOwn(fields, field)))
    return { code: '', succeeded: true, message: '', data: fields };
  return readEnveloped(fields) ?? readRefusal(fields);
}

function readEnveloped(json: object): Envelope | null {
  const parsed = enveloped.safeParse(json);
  if (!parsed.success) return null;
  const { success, code, data } = parsed.data;
  const message = parsed.data.msg ?? parsed.data.message ?? '';
  if (!success) return failed(code, message);
  return code === '1' ? { code, succeeded: true, message, data } : null;
}

function readRefusal(json: object): Envelope | null {
  const parsed = refusal.safeParse(json);
  if (!parsed.success) return null;
  const code = parsed.data.errorCode ?? parsed.data.code ?? parsed.data.status;
  return code === null || code === undefined ? null : failed(code, parsed.data.message ?? parsed.data.msg ?? '');
}

function failed(code: string, message: string): Envelope {
  const isAboutNonce = authCodes.has(code) && /\bnonce\b/i.test(message);
  return { code: isAboutNonce ? `${code} nonce` : code, succeeded: false, message, data: null };
}
