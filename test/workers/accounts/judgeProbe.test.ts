import { describe, expect, test } from '@jest/globals';

import { failureReasons } from '../../../domain/failure.ts';
import { ExchangeError } from '../../../exchanges/errors.ts';
import { accountIdentity } from '../../../workers/accounts/accountIdentity.ts';
import { judgeProbe, judgeProbeFailure } from '../../../workers/accounts/judgeProbe.ts';
import { anAccount } from '../support/accountConfig.ts';
import { inLines } from '../support/inLines.ts';

const probe = { exchangeAccountId: '10', clockSkewMs: 12, permissions: [] };

describe('judgeProbe', () => {
  test('default: what the exchange tells', () => {
    expect(judgeProbe(anAccount(), probe)).toEqual({
      kind: 'verified',
      accountIdentity: accountIdentity('https://api.alpha.example', '10'),
      exchangeAccountId: '10',
      clockSkewMs: 12,
    });
  });

  test('behavior: what is configured, where the exchange does not tell', () => {
    expect(judgeProbe(anAccount({ exchangeAccountId: '10' }), { ...probe, exchangeAccountId: null })).toMatchObject({
      kind: 'verified',
      exchangeAccountId: '10',
    });
  });

  test('error: key of another account', () => {
    expect(judgeProbe(anAccount({ exchangeAccountId: '10' }), { ...probe, exchangeAccountId: '11' })).toEqual({
      kind: 'misconfigured',
      problem: 'accounts."alpha/main".exchangeAccountId: configured 10, the exchange says 11',
    });
  });

  test('error: nobody tells', () => {
    expect(judgeProbe(anAccount(), { ...probe, exchangeAccountId: null })).toMatchObject({ kind: 'misconfigured' });
  });
});

describe('judgeProbeFailure', () => {
  const judge = (reason: (typeof failureReasons)[number], httpStatus = 200): string => {
    const verdict = judgeProbeFailure(
      anAccount(),
      new ExchangeError({ reason, adapter: 'alpha', endpoint: 'GET /me', httpStatus, wireCode: '100005' }),
    );
    switch (verdict.kind) {
      case 'verified':
        return 'verified: ';
      case 'misconfigured':
        return `misconfigured: ${verdict.problem}`;
      case 'postponed':
        return `postponed: ${verdict.attention}, ${verdict.message}`;
    }
  };

  test('every reason is decided; a field is named only where the configuration is to blame', () => {
    const said = Object.fromEntries(failureReasons.map((reason) => [reason, inLines(judge(reason))]));
    expect(said).toMatchInlineSnapshot(`
{
  "accountRestricted": [
    "postponed: ",
    "exchangeUnreachable, the exchange could not be asked ",
    "(accountRestricted, HTTP 200, code 100005)",
  ],
  "addressNotAllowed": [
    "postponed: ",
    "exchangeUnreachable, the exchange could not be asked ",
    "(addressNotAllowed, HTTP 200, code 100005)",
  ],
  "amountRefused": [
    "postponed: ",
    "exchangeUnreachable, the exchange could not be asked ",
    "(amountRefused, HTTP 200, code 100005)",
  ],
  "assetSuspended": [
    "postponed: ",
    "exchangeUnreachable, the exchange could not be asked ",
    "(assetSuspended, HTTP 200, code 100005)",
  ],
  "authRefused": [
    "misconfigured: ",
    "accounts."alpha/main".credentials ",
    "(apiKey, apiSecret): ",
    "the exchange refused the key or its signature ",
    "(authRefused, HTTP 200, code 100005)",
  ],
  "clockSkew": "postponed: clockSkew, the exchange refuses our clock (clockSkew, HTTP 200, code 100005)",
  "duplicateClientId": [
    "postponed: ",
    "exchangeUnreachable, the exchange could not be asked ",
    "(duplicateClientId, HTTP 200, code 100005)",
  ],
  "insufficientFunds": [
    "postponed: ",
    "exchangeUnreachable, the exchange could not be asked ",
    "(insufficientFunds, HTTP 200, code 100005)",
  ],
  "noAnswer": "postponed: exchangeUnreachable, the exchange could not be asked (noAnswer, HTTP 200, code 100005)",
  "nonceRefused": [
    "postponed: ",
    "exchangeUnreachable, the exchange could not be asked ",
    "(nonceRefused, HTTP 200, code 100005)",
  ],
  "notFound": [
    "misconfigured: ",
    "accounts."alpha/main".baseUrl: ",
    "https://api.alpha.example does not answer like Alpha ",
    "(notFound, HTTP 200, code 100005)",
  ],
  "parameterRefused": [
    "postponed: ",
    "exchangeUnreachable, the exchange could not be asked ",
    "(parameterRefused, HTTP 200, code 100005)",
  ],
  "permissionDenied": [
    "misconfigured: ",
    "accounts."alpha/main".credentials ",
    "(apiKey, apiSecret): ",
    "the exchange says that this key may not do this; ",
    "check its permissions and allowed IPs ",
    "(permissionDenied, HTTP 200, code 100005)",
  ],
  "rateLimited": "postponed: exchangeUnreachable, the exchange could not be asked (rateLimited, HTTP 200, code 100005)",
  "refusedByExchange": [
    "postponed: ",
    "exchangeUnreachable, the exchange could not be asked ",
    "(refusedByExchange, HTTP 200, code 100005)",
  ],
  "unknownCode": "postponed: exchangeUnreachable, the exchange could not be asked (unknownCode, HTTP 200, code 100005)",
  "unreachable": "postponed: exchangeUnreachable, the exchange could not be asked (unreachable, HTTP 200, code 100005)",
  "unreadableAnswer": [
    "misconfigured: ",
    "accounts."alpha/main".baseUrl: ",
    "https://api.alpha.example does not answer like Alpha ",
    "(unreadableAnswer, HTTP 200, code 100005)",
  ],
}
`);
  });

  test.each(['notFound', 'unreadableAnswer'] as const)(
    'behavior: %s under HTTP 502 is a maintenance page, not a wrong address',
    (reason) => {
      expect(judge(reason, 502)).toMatch(/^postponed/);
    },
  );

  test.each([
    [401, '.credentials (apiKey, apiSecret): the exchange refused the key'],
    [403, '.credentials (apiKey, apiSecret): the exchange says that this key may not'],
    [404, '.baseUrl: https://api.alpha.example does not answer like Alpha'],
  ])('behavior: HTTP %d tells where the body does not', (status, said) => {
    expect([judge('unknownCode', status), judge('unreadableAnswer', status)]).toEqual([
      expect.stringContaining(said),
      expect.stringContaining(said),
    ]);
  });

  test('behavior: an error that is not ours is not shown as a problem of the configuration', () => {
    expect(judgeProbeFailure(anAccount(), new TypeError('x'))).toMatchObject({
      kind: 'postponed',
      attention: 'exchangeUnreachable',
    });
  });
});
