import { describe, expect, test } from '@jest/globals';

import { createExchange } from '../../../exchanges/createExchange.ts';
import type { ExchangeError } from '../../../exchanges/errors.ts';
import type { HttpAnswer } from '../../../exchanges/http/http.ts';
import {
  accountId,
  definitions,
  hmac,
  kinds,
  l2PrivateKey,
  logged,
  poll,
  sent,
  submitted,
  withEdgex,
} from './support/withEdgex.ts';

const bodyOf = (code: string, status = 200): HttpAnswer => ({
  kind: 'answered',
  status,
  body: JSON.stringify({ code, data: null, msg: `key ${hmac.apiKey} of ${l2PrivateKey} is bad` }),
  dateMs: null,
  retryAfterMs: null,
});

describe.each(kinds)('%s: no secret gets out', (kind) => {
  test('not in answers, errors, log lines, bodies or headers', async () => {
    const seen: unknown[] = [];
    const setting = await withEdgex(kind, {}, { credentials: { l2PrivateKey, ...hmac } });
    const open = await submitted(setting);
    seen.push(
      open,
      await setting.exchange.readStatuses([open], poll),
      await setting.exchange.findByClientId(open.intent, poll),
      await setting.exchange.probe(poll),
    );
    for (const name of ['unknownCode', 'htmlBody', 'malformedBody', 'tooManyRequests'] as const) {
      setting.simulator.arm({ name, on: 'any' });
      seen.push(await setting.exchange.readStatuses([open], poll).catch((error: unknown) => error));
      setting.simulator.arm({ name, on: 'submit' });
      seen.push(await setting.exchange.submit(open.intent));
    }
    const shown = [...seen, ...logged, ...sent]
      .map((one) =>
        one instanceof Error
          ? `${one.message} ${one.stack} ${JSON.stringify(Object.entries(one))}`
          : JSON.stringify(one),
      )
      .join('\n');
    for (const secret of [
      l2PrivateKey,
      l2PrivateKey.slice(1, 40),
      BigInt(`0x${l2PrivateKey}`).toString(),
      hmac.apiSecret,
      hmac.passphrase,
    ])
      expect(shown).not.toContain(secret);
  });

  test('nor where the exchange repeats it', async () => {
    for (const code of ['INVALID_API_KEY', 'GATEWAY_PARAM_INVALID', 'SOMETHING']) {
      const http = { send: async () => bodyOf(code, 400) };
      const exchange = createExchange(definitions[kind], {
        baseUrl: 'https://edgex.test',
        credentials: { l2PrivateKey, ...hmac },
        options: null,
        exchangeAccountId: accountId,
        http,
        nowMs: Date.now,
      });
      const error = (await exchange
        .findById('1', { asset: 'USDT', clientWithdrawalId: null, notBeforeMs: 0 }, poll)
        .catch((thrown: unknown) => thrown)) as ExchangeError;
      for (const secret of [l2PrivateKey, hmac.apiKey]) expect(error.message).not.toContain(secret);
    }
  });

  test.each([
    {},
    { l2PrivateKey: '' },
    { l2PrivateKey: 'xyz' },
    { l2PrivateKey: '0'.repeat(64) },
    { l2PrivateKey: 'f'.repeat(64) },
    { l2PrivateKey, typo: 'x' },
    { l2PrivateKey, apiSecret: 'a+b=' },
  ])('credentials %j are refused without being repeated', (credentials) => {
    const result = definitions[kind].credentialsSchema.safeParse(credentials);
    expect([result.success, JSON.stringify(result.error ?? '').includes('f'.repeat(20))]).toEqual([false, false]);
  });

  test('an option that does not exist is refused', () => {
    expect([
      definitions[kind].optionsSchema.safeParse({}).success,
      definitions[kind].optionsSchema.safeParse({ typo: 1 }).success,
    ]).toEqual([true, false]);
  });
});
