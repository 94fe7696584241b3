import { moneyText, toMoney, zeroMoney, type Money } from './money.ts';

/** Where an account's money can be. `outside` is the rest of the world, so that every posting sums to zero. */
export type Pot = 'FUND' | 'SPOT' | 'CONTRACT' | 'FUND:locked' | 'SPOT:locked' | 'outside';
export type Wallet = 'FUND' | 'SPOT';

export type Posting = { accountId: string; asset: string; from: Pot; to: Pot; amount: string };

export type Wallets = {
  amountIn(accountId: string, asset: string, pot: Pot): Money;
  /** Assets that the account has ever held. */
  assetsOf(accountId: string): string[];
  /** Moves exactly this amount. The caller has checked that there is enough: only what is done by hand overdraws. */
  move(accountId: string, asset: string, from: Pot, to: Pot, amount: Money): void;
  /** Sets what is available in a pot, the difference coming from outside. */
  setAmount(accountId: string, asset: string, pot: Pot, amount: string): void;
  postings(): readonly Posting[];
};

/** Double-entry balances: what leaves one pot arrives in another, exactly. */
export function createWallets(): Wallets {
  const amounts = new Map<string, Map<string, Map<Pot, Money>>>();
  const journal: Posting[] = [];

  function potsOf(accountId: string, asset: string): Map<Pot, Money> {
    const assets = amounts.get(accountId) ?? new Map<string, Map<Pot, Money>>();
    amounts.set(accountId, assets);
    const pots = assets.get(asset) ?? new Map<Pot, Money>();
    assets.set(asset, pots);
    return pots;
  }

  const amountIn: Wallets['amountIn'] = (accountId, asset, pot) =>
    amounts.get(accountId)?.get(asset)?.get(pot) ?? zeroMoney();

  const move: Wallets['move'] = (accountId, asset, from, to, amount) => {
    const pots = potsOf(accountId, asset);
    pots.set(from, (pots.get(from) ?? zeroMoney()).minus(amount));
    pots.set(to, (pots.get(to) ?? zeroMoney()).plus(amount));
    journal.push({ accountId, asset, from, to, amount: moneyText(amount) });
  };

  return {
    amountIn,
    assetsOf: (accountId) => [...(amounts.get(accountId)?.keys() ?? [])],
    move,
    setAmount(accountId, asset, pot, amount) {
      const missing = toMoney(amount, `balance of ${asset}`).minus(amountIn(accountId, asset, pot));
      move(accountId, asset, 'outside', pot, missing);
    },
    postings: () => journal,
  };
}
