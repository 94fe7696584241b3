import { LosslessNumber } from 'lossless-json';

import { catalog } from '../catalog.ts';
import type { AccountCall, ExchangeState } from '../exchangeApi.ts';
import { moneyText } from '../money.ts';
import type { Envelope } from './envelope.ts';

const memoCodes = { none: 0, required: 1, optional: 2 } as const;

/** Balances, own uid, and what can be withdrawn over which network. */
export function createAccount(state: ExchangeState, envelope: Envelope) {
  const number = (text: string) => new LosslessNumber(text);

  const balances = ({ account }: AccountCall) =>
    envelope.ok(
      state.wallets.assetsOf(account.accountId).map((asset) => ({
        coin: asset,
        balance: number(moneyText(state.wallets.amountIn(account.accountId, asset, 'SPOT'))),
        balanceLocked: number(moneyText(state.wallets.amountIn(account.accountId, asset, 'SPOT:locked'))),
      })),
    );

  const info = ({ account }: AccountCall) => envelope.ok({ uid: account.accountId });

  const coins = () =>
    envelope.ok(
      catalog.map((asset) => ({
        name: asset.symbol,
        withdrawOpen: true,
        withdrawMin: asset.networks[0]?.minimum ?? '0',
        withdrawMax: asset.networks[0]?.maximum ?? '0',
        networks: asset.networks.map((network) => ({
          network: network.name.bitunix,
          chain: network.chain,
          contractPrecision: network.scale,
          requireMemo: memoCodes[network.memo],
          addressRegular: network.addressPattern,
          isOpen: true,
          withdrawOpen: true,
          withdrawMin: network.minimum,
          withdrawMax: network.maximum,
        })),
      })),
    );

  return { balances, info, coins };
}
