import { describe, expect, test } from '@jest/globals';

import { checkAgainstRules } from '../../../../domain/checkAgainstRules.ts';
import type { FaultOrder } from '../../../../simulator/index.ts';
import { aRequest } from '../../../support/builders.ts';
import { poll, tronAddress } from '../../support/aRequest.ts';
import { recipients, networks, receivers, withAccounts, transfer, ok, withAnswers } from './support.ts';

describe('bitunix internal transfer: submit', () => {
  test.each([
    ['internal:uid', '{"coin":"USDT","amount":10.50,"toType":"uid","toUid":4712}'],
    [
      'internal:phone',
      '{"coin":"USDT","amount":10.50,"toType":"phone","toPhoneCountryCode":"86","toPhoneNumber":"13800000000"}',
    ],
    ['internal:email', '{"coin":"USDT","amount":10.50,"toType":"email","toEmail":"Ada.L+1@example.com"}'],
  ] as const)('what goes out to %s', async (network, body) => {
    const { exchange, port } = withAnswers([ok('1909921053381820417')]);
    expect(await exchange.submit(transfer(network))).toEqual({
      kind: 'accepted',
      exchangeWithdrawalId: '1909921053381820417',
      record: null,
    });
    expect(port.requests).toMatchObject([
      {
        method: 'POST',
        url: 'https://api.example/api/spot/v1/inside_transfer',
        scope: 'insideTransfer',
        turn: 'taken',
        freshConnection: true,
        body,
      },
    ]);
  });

  test.each([
    ['internal:uid', '047123'],
    ['internal:uid', '1e5'],
    ['internal:uid', '9223372036854775808'],
    ['internal:phone', '13800000000'],
    ['internal:phone', '+86-13800000000'],
    ['internal:phone', '86-138-00'],
    ['internal:email', 'ada'],
    ['internal:email', 'a***@example.com'],
    ['internal:email', 'ada@'],
    ['internal:iban', '12345678'],
    ['internal:', '4712'],
    ['internal:toString', '4712'],
  ])('%s %s is refused by name and never sent', async (network, address) => {
    const { exchange, port } = withAnswers([]);
    const request = aRequest({ network, address, memo: null });
    expect(exchange.checkRequest(request).map((problem) => problem.field)).toEqual([
      network in recipients ? 'address' : 'network',
    ]);
    expect(await exchange.submit(transfer(network, { address }))).toMatchObject({
      kind: 'rejected',
      reason: 'parameterRefused',
    });
    expect(port.requests).toEqual([]);
  });

  test("the exchange's rules and our own check take the same recipients, with no memo", async () => {
    const { exchange } = await withAccounts();
    const rules = (await exchange.readAssetRules(poll))?.filter((rule) => rule.asset === 'USDT') ?? [];
    for (const network of networks) {
      const right = aRequest({
        asset: 'USDT',
        network,
        address: recipients[network],
        memo: null,
        amount: '0.000000000000000001',
      });
      const wrong = [
        { ...right, address: tronAddress },
        { ...right, memo: '7' },
      ];
      expect(
        [right, ...wrong].map((request) => [
          exchange.checkRequest(request).map((problem) => problem.field),
          checkAgainstRules(request, rules, []).map((problem) => problem.field),
        ]),
      ).toEqual([
        [[], []],
        [['address'], ['address']],
        [['memo'], ['memo']],
      ]);
    }
  });

  test.each([
    [{ insideTransferId: '19' }, 'accepted'],
    [19, 'accepted'],
    [null, 'unknown'],
    [{}, 'unknown'],
    [{ withdrawId: '19' }, 'unknown'],
    ['', 'unknown'],
  ])('success with data %j is %s', async (data, kind) => {
    expect((await withAnswers([ok(data)]).exchange.submit(transfer('internal:uid'))).kind).toBe(kind);
  });

  const faults: [Omit<FaultOrder, 'on'>, string, string, number][] = [
    [{ name: 'dropBeforeAccept' }, 'unknown', 'noAnswer', 0],
    [{ name: 'acceptThenDropReply' }, 'unknown', 'noAnswer', 1],
    [{ name: 'acceptThen5xx' }, 'unknown', 'unknownCode', 1],
    [{ name: 'malformedBody' }, 'unknown', 'unreadableAnswer', 1],
    [{ name: 'htmlBody', accepts: true }, 'unknown', 'unreadableAnswer', 1],
    [{ name: 'unknownCode' }, 'unknown', 'unknownCode', 0],
    [{ name: 'tooManyRequests' }, 'notSent', 'rateLimited', 0],
  ];
  test.each(faults)('fault %j is %s (%s)', async (fault, kind, reason, booked) => {
    const { exchange, simulator } = await withAccounts();
    simulator.arm({ ...fault, on: 'submit', match: { address: receivers['internal:uid'] } });
    expect(await exchange.submit(transfer('internal:uid'))).toMatchObject({ kind, reason });
    expect([simulator.ledger.accepted().length, simulator.armedFaultHits(fault.name)]).toEqual([booked, 1]);
  });

  test('to nobody, or more than there is, is rejected', async () => {
    const { exchange, simulator } = await withAccounts();
    expect(await exchange.submit(transfer('internal:uid', { address: '99999' }))).toMatchObject({
      kind: 'rejected',
      reason: 'refusedByExchange',
    });
    expect(await exchange.submit(transfer('internal:uid', { amount: '100.01' }))).toMatchObject({
      kind: 'rejected',
      reason: 'insufficientFunds',
    });
    expect(simulator.ledger.entries()).toEqual([]);
  });
});
