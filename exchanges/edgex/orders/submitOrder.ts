import type { z } from 'zod';

import type { SubmitAnswer } from '../../../domain/submitAnswer.ts';
import type { SubmitIntent } from '../../../domain/withdrawal.ts';
import { ExchangeError } from '../../errors.ts';
import { answerSubmit } from '../../http/answerSend.ts';
import { checkInput, unreadable } from '../../http/checkData.ts';
import type { Failed, Reply } from '../../http/classifyHttp.ts';
import { toSubmitAnswer } from '../../http/classifyHttp.ts';
import type { EdgexCore } from '../core.ts';
import { expireTime, hexText, idText } from '../sharedWire.ts';
import { checkExpiry } from './expiry.ts';

export type OrderToSubmit<Frozen> = {
  readonly core: EdgexCore;
  readonly endpoint: string;
  readonly intent: SubmitIntent;
  readonly frozenSchema: z.ZodType<Frozen>;
  /** Reads the new record's id from the answer's data. */
  readonly idData: z.ZodType<string>;
  /** Signs and sends once; throws only before anything is sent. */
  readonly send: (frozen: Frozen, clientId: string) => Promise<Reply | Failed>;
};

/**
 * Sends one frozen order once. A repeat sends the same bytes, but for the time and the REST signature. Refuses, with
 * nothing sent, once less than 25 h are left until its expiry. Never throws.
 */
export function submitOrder<Frozen extends { readonly expireTime: string }>(
  order: OrderToSubmit<Frozen>,
): Promise<SubmitAnswer> {
  const { endpoint, intent } = order;
  const { adapter } = order.core;
  return answerSubmit(prepareAndSend(order), adapter, (data) => {
    const id = order.idData.safeParse(data);
    if (id.success) return { kind: 'accepted', exchangeWithdrawalId: id.data, record: null };
    const note = `accepted, but the id could not be read; client id ${intent.clientWithdrawalId ?? ''}`;
    return toSubmitAnswer(unreadable(adapter, endpoint, note));
  });
}

async function prepareAndSend<Frozen extends { readonly expireTime: string }>(
  order: OrderToSubmit<Frozen>,
): Promise<Reply | Failed> {
  const { core, endpoint, intent } = order;
  const { adapter } = core;
  const frozen = checkInput(order.frozenSchema, intent.frozen, adapter, endpoint);
  if (intent.clientWithdrawalId === null)
    throw new ExchangeError({ reason: 'parameterRefused', adapter, endpoint, note: 'not sent, no client id' });
  checkExpiry(frozen.expireTime, core.nowMs(), { adapter, endpoint });
  return order.send(frozen, intent.clientWithdrawalId);
}

/** What every kind freezes, as its schema. */
export const frozenFields = {
  coinId: idText,
  starkExAssetId: hexText,
  resolution: idText,
  expireTime,
  createdNotBefore: idText,
};
