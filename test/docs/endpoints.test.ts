import { existsSync, readFileSync } from 'node:fs';

import { describe, expect, test } from '@jest/globals';

import { createBigoneClient } from '../../exchanges/bigone/client.ts';
import { bigoneOptions } from '../../exchanges/bigone/config.ts';
import { createBitunixClient } from '../../exchanges/bitunix/client.ts';
import { createBtseClient } from '../../exchanges/btse/client.ts';
import { btseOptions } from '../../exchanges/btse/config.ts';
import { createCrossWithdrawClient } from '../../exchanges/edgex/cross-withdraw/client.ts';
import { createNormalWithdrawClient } from '../../exchanges/edgex/normal-withdraw/client.ts';
import { createWithdrawClient } from '../../exchanges/edgex/withdraw/client.ts';

/** Every call that the five documents describe; the page must show each once, and no other. */
const documents: Readonly<Record<string, readonly string[]>> = {
  'Bitunix: spot account and withdrawals': [
    'GET /api/spot/v1/user/account',
    'POST /api/spot/v1/withdraw',
    'POST /api/spot/v1/withdraw/cancel',
    'POST /api/spot/v1/inside_transfer',
    'POST /api/spot/v1/inside_transfer/cancel',
    'POST /api/spot/v1/withdraw_transfer/page',
    'POST /api/spot/v1/funds_transfer',
  ],
  'edgeX: low-level withdrawals': [
    'GET /api/v1/private/withdraw/getWithdrawById',
    'GET /api/v1/private/withdraw/getWithdrawByClientWithdrawId',
    'GET /api/v1/private/withdraw/getActiveWithdraw',
    'GET /api/v1/private/withdraw/getWithdrawAvailableAmount',
    'POST /api/v1/private/withdraw/createWithdraw',
  ],
  'edgeX: normal and cross-chain withdrawals': [
    'POST /api/v1/private/assets/createNormalWithdraw',
    'POST /api/v1/private/assets/createCrossWithdraw',
    'GET /api/v1/private/assets/getNormalWithdrawableAmount',
    'GET /api/v1/private/assets/getNormalWithdrawById',
    'GET /api/v1/private/assets/getCrossWithdrawSignInfo',
    'GET /api/v1/private/assets/getCrossWithdrawById',
    'GET /api/v1/private/assets/getAllOrdersPage',
  ],
  'BigONE: withdrawals': [
    'GET /viewer/withdrawals',
    'GET /viewer/withdrawals/{guid}',
    'POST /viewer/withdrawals',
    'POST /viewer/withdrawals/{guid}/cancel',
  ],
  'BTSE: wallet': [
    'GET /api/v3.2/availableCurrencyNetworks',
    'GET /api/v3.2/exchangeRate',
    'GET /public-api/wallet/v1/crypto/networks',
    'GET /public-api/wallet/v1/assets/exchangeRate',
    'GET /api/v3.2/user/wallet',
    'GET /api/v3.2/user/wallet_history',
    'POST /api/v3.2/user/wallet/address',
    'POST /api/v3.3/user/wallet/address',
    'DELETE /api/v3.2/user/wallet/address',
    'DELETE /api/v3.3/user/wallet/address',
    'GET /api/v3.2/user/wallet/address',
    'GET /api/v3.3/user/wallet/address',
    'POST /api/v3.2/user/wallet/withdraw',
    'POST /api/v3.3/user/wallet/withdraw',
    'GET /api/v3.2/availableCurrencies',
    'POST /api/v3.2/user/wallet/convert',
    'POST /api/v3.2/user/wallet/transfer',
    'POST /api/v3.3/user/wallet/transfer',
    'POST /api/v3.2/subaccount/wallet/history',
  ],
};

const keys = { apiKey: 'k', apiSecret: 's' };
const common = {
  baseUrl: 'https://nowhere.invalid',
  exchangeAccountId: '1',
  nowMs: () => 0,
  http: { send: async () => ({ kind: 'noAnswer', code: 'TEST' }) as const },
};
const edgex = {
  ...common,
  credentials: { l2PrivateKey: '1' },
  options: { signatureWithPublicKeyY: false, assetsAuth: 'stark', l1Network: null, riskSignature: null, maxFee: '1' },
} as const;

/** The clients that a document's functions are looked for in. */
const clients: Readonly<Record<string, readonly object[]>> = {
  'Bitunix: spot account and withdrawals': [
    createBitunixClient({ ...common, credentials: keys, options: {} as never }),
  ],
  'edgeX: low-level withdrawals': [createWithdrawClient(edgex)],
  'edgeX: normal and cross-chain withdrawals': [createNormalWithdrawClient(edgex), createCrossWithdrawClient(edgex)],
  'BigONE: withdrawals': [createBigoneClient({ ...common, credentials: keys, options: bigoneOptions.parse({}) })],
  'BTSE: wallet': [createBtseClient({ ...common, credentials: keys, options: btseOptions.parse({}) })],
};

const root = new URL('../../', import.meta.url);
type Row = { title: string; call: string; client: string; file: string };

function readRows(): Row[] {
  const [, ...sections] = readFileSync(new URL('docs/endpoints.md', root), 'utf8').split(/^## /m);
  return sections.flatMap((section) => {
    const title = section.split('\n')[0] ?? '';
    const found = section.matchAll(/^\| (GET|POST|DELETE) `(\S+)` \| (?:\*\*)?`([\w.]+)`(?:\*\*)? \| `(\S+)` \|$/gm);
    return [...found].map(([, method, path, client = '', file = '']) => ({
      title,
      call: `${method} ${path}`,
      client,
      file,
    }));
  });
}

const member = (client: object, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((at, name) => (typeof at === 'object' && at !== null ? Reflect.get(at, name) : undefined), client);

describe('docs/endpoints.md', () => {
  const rows = readRows();

  test.each(Object.entries(documents))('%s: every call of the document, once, and no other', (title, calls) => {
    expect(rows.filter((row) => row.title === title).map((row) => row.call)).toEqual(calls);
  });

  test('has no section and no row beside these', () => {
    expect(new Set(rows.map((row) => row.title))).toEqual(new Set(Object.keys(documents)));
    const lines = readFileSync(new URL('docs/endpoints.md', root), 'utf8')
      .split('\n')
      .filter((line) => /^\| [A-Z]+ /.test(line));
    expect(lines).toHaveLength(rows.length);
  });

  test.each(rows)('$call: $client is in the client, and $file names it', ({ title, client, file }) => {
    expect(clients[title]?.map((one) => typeof member(one, client))).toContain('function');
    const url = new URL(file, root);
    expect(existsSync(url)).toBe(true);
    expect(readFileSync(url, 'utf8')).toMatch(new RegExp(`\\b${client.replace(/^.*\./, '')}\\b`));
  });
});
