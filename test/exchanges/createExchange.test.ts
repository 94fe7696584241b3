import { describe, expect, test } from '@jest/globals';

import { createExchange, type ExchangeSettings } from '../../exchanges/createExchange.ts';
import { ExchangeError } from '../../exchanges/errors.ts';
import type { Exchange } from '../../exchanges/exchange.ts';
import { type ExchangeCall, instrument } from '../../exchanges/instrument.ts';
import { exchanges } from '../../exchanges/registry.ts';
import { aPort, poll } from './support/aRequest.ts';

const settings = (more: Partial<ExchangeSettings>): ExchangeSettings => ({
  baseUrl: null,
  credentials: { apiKey: 'k', apiSecret: 's' },
  options: null,
  exchangeAccountId: '1',
  http: aPort([]),
  nowMs: () => 0,
  ...more,
});
const definition = (id: string) => exchanges[id] as NonNullable<(typeof exchanges)[string]>;
const create = (id: string, more: Partial<ExchangeSettings>) => () => createExchange(definition(id), settings(more));

describe('registry', () => {
  test.each(Object.entries(exchanges))('%s stands under its own id, and its scopes exist', (id, one) => {
    expect(one.id).toBe(id);
    const scopes = one.limitScopes.map((scope) => scope.name);
    expect(scopes).toContain(one.submitScope);
    if (one.cancelScope !== null) expect(scopes).toContain(one.cancelScope);
  });
});

describe('createExchange', () => {
  test.each([
    ['bitunix', { credentials: { apiKey: 'k' } }, 'bitunix credentials.apiSecret: expected string'],
    [
      'bitunix',
      { credentials: { apiKey: 'k', apiSecret: 's', passphrase: 'hush' } },
      'bitunix credentials: unknown field "passphrase"',
    ],
    ['bitunix', { credentials: { apiKey: '', apiSecret: 's' } }, 'bitunix credentials.apiKey: expected at least 1'],
    [
      'bitunix',
      { credentials: { apiKey: 'k', apiSecret: 'hush hush\n' } },
      'bitunix credentials.apiSecret: expected printable characters without blanks',
    ],
    ['bitunix', { credentials: undefined }, 'bitunix credentials: expected object'],
    ['bitunix', { options: { trustGuid: true } }, 'bitunix options: unknown field "trustGuid"'],
    ['bigone', { options: { trustGuid: 'yes' } }, 'bigone options.trustGuid: expected boolean'],
    [
      'bigone',
      { exchangeAccountId: null },
      'bigone exchangeAccountId: required: no call of this exchange tells whose key it is',
    ],
    [
      'bigone',
      { baseUrl: 'https://user:hush@example.org' },
      'bigone baseUrl: expected an http(s) URL without user, query or fragment',
    ],
    [
      'bigone',
      { baseUrl: 'ftp://example.org' },
      'bigone baseUrl: expected an http(s) URL without user, query or fragment',
    ],
  ])('error: %s %j', (id, more, message) => {
    expect(create(id, more as Partial<ExchangeSettings>)).toThrow(message);
  });

  test('error: a draft, however right its settings are', () => {
    const draft = { ...definition('bitunix'), draft: true as const };
    expect(() => createExchange(draft, settings({}))).toThrow('bitunix draft: expected a finished adapter');
  });
});

describe('instrument', () => {
  test('one line per call, the same answers and errors', async () => {
    const lines: [Readonly<Record<string, unknown>>, string][] = [];
    const calls: ExchangeCall[] = [];
    const write = (fields: Readonly<Record<string, unknown>>, message: string) => void lines.push([fields, message]);
    let now = 0;
    const failure = new ExchangeError({ reason: 'noAnswer', adapter: 'toy', endpoint: 'GET /x' });
    const plain = create('bitunix', {})();
    const inner = {
      ...plain,
      probe: async () => ({ exchangeAccountId: '1', clockSkewMs: 0, permissions: [] }),
      findById: () => Promise.reject(failure),
    } as Exchange;
    const exchange = instrument(inner, {
      adapter: 'bitunix',
      account: 'bitunix/main',
      nowMs: () => (now += 5),
      log: { debug: write, info: write, warn: write, error: write },
      onCall: (call) => void calls.push(call),
    });
    await exchange.probe(poll);
    await expect(exchange.findById('1', { asset: 'TRX', clientWithdrawalId: null, notBeforeMs: 0 }, poll)).rejects.toBe(
      failure,
    );
    expect(calls).toEqual([
      {
        adapter: 'bitunix',
        account: 'bitunix/main',
        operation: 'probe',
        endpoint: null,
        outcome: 'ok',
        reason: null,
        durationMs: 5,
      },
      {
        adapter: 'bitunix',
        account: 'bitunix/main',
        operation: 'findById',
        endpoint: 'GET /x',
        outcome: 'failed',
        reason: 'noAnswer',
        durationMs: 5,
      },
    ]);
    expect(lines.map(([fields]) => fields)).toEqual(calls);
    expect(exchange.capabilities).toBe(inner.capabilities);
    expect(exchange.laneKey({ asset: 'a', network: 'n', address: 'x', memo: null })).toBe(
      plain.laneKey({ asset: 'a', network: 'n', address: 'x', memo: null }),
    );
  });
});
