import { createArmedFaults } from './armedFaults.ts';
import { createBigoneApi } from './bigone/bigoneApi.ts';
import { createBitunixApi } from './bitunix/bitunixApi.ts';
import { createBook } from './book.ts';
import { createBtseApi } from './btse/btseApi.ts';
import { catalog, findAsset, findNetwork } from './catalog.ts';
import { InputError } from './check.ts';
import { createStoppableClock, systemClock } from './clock.ts';
import { controlPath, createControl } from './control.ts';
import { createEdgexApi } from './edgex/edgexApi.ts';
import type { ExchangeState } from './exchangeApi.ts';
import { startHttpServer } from './httpServer.ts';
import { createLedger } from './ledger.ts';
import { moneyText, toMoney } from './money.ts';
import type { SimulatedAccount, Simulator, SimulatorOptions } from './options.ts';
import { createRateLimiter } from './rateLimit.ts';
import { armRefusedConnections } from './refuseConnections.ts';
import { createRequestQueue } from './requestQueue.ts';
import { defaultScript, parseScript } from './script.ts';
import { createService } from './serve.ts';
import { createWallets, type Wallet, type Wallets } from './wallets.ts';

/** What differs from exchange to exchange, beside its API. */
const profiles = {
  bigone: {
    create: createBigoneApi,
    wallet: 'FUND',
    feeMode: 'onTop',
    firstId: 1_000_001n,
    rateLimit: { requests: 500, perMs: 10_000 },
  },
  bitunix: {
    create: createBitunixApi,
    wallet: 'SPOT',
    feeMode: 'inside',
    firstId: 1_909_879_608_889_339_906n,
    rateLimit: { requests: 10, perMs: 1000 },
  },
  btse: {
    create: createBtseApi,
    wallet: 'SPOT',
    feeMode: 'inside',
    firstId: 20_181_213_000_239_001_777n,
    rateLimit: { requests: 5, perMs: 1000 },
  },
  edgex: {
    create: createEdgexApi,
    wallet: 'SPOT',
    feeMode: 'onTop',
    firstId: 1_054_639_949_233_524_736n,
    rateLimit: { requests: 50, perMs: 10_000 },
  },
} as const;

/** Throws `InputError` for an asset that is not in the catalog. */
function setBalances(wallets: Wallets, wallet: Wallet, { accountId, balances, spotBalances }: SimulatedAccount): void {
  // Every asset is listed, as exchanges do, also those without money.
  for (const { symbol } of catalog) wallets.setAmount(accountId, symbol, wallet, balances[symbol] ?? '0');
  for (const [asset, amount] of Object.entries(spotBalances ?? {})) wallets.setAmount(accountId, asset, 'SPOT', amount);
  for (const asset of Object.keys(balances))
    if (!findAsset(asset)) throw new InputError(`balances.${asset}: not in the catalog`);
}

/** Starts one fake exchange on this machine. It knows only what it is given here; `close` leaves nothing of it. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { exchange } = options;
  const profile = profiles[exchange];
  const ownClock = createStoppableClock(options.clock ?? systemClock);
  let offsetMs = options.clockOffsetMs ?? 0;
  const clock = {
    now: () => ownClock.now() + offsetMs,
    setTimer: (run: () => void, delayMs: number) => ownClock.setTimer(run, delayMs),
  };
  const ledger = createLedger();
  const wallets = createWallets();
  const armedFaults = createArmedFaults(clock);
  let nextId = profile.firstId;

  for (const account of options.accounts) setBalances(wallets, profile.wallet, account);

  const book = createBook({
    exchange,
    ledger,
    wallets,
    clock,
    wallet: profile.wallet,
    feeMode: exchange === 'bitunix' ? 'inside' : (options.feeMode ?? profile.feeMode),
    script: options.script ?? defaultScript,
    nextId: () => String(nextId++),
    creditInside({ address, asset, receivedAmount }) {
      const receiver = options.accounts.find((account) => `uid:${account.accountId}` === address);
      if (receiver)
        wallets.move(receiver.accountId, asset, 'outside', profile.wallet, toMoney(receivedAmount, 'receivedAmount'));
    },
  });
  const state: ExchangeState = {
    options,
    book,
    wallets,
    wallet: profile.wallet,
    armedFaults,
    clock,
    repeatGuid: options.repeatGuid ?? 'sameRecord',
  };
  const api = profile.create(state);
  const limiter = createRateLimiter(options.rateLimit ?? profile.rateLimit, ownClock);
  const service = createService(api, state, limiter);

  function accountOf(fits: (account: SimulatedAccount) => boolean, named: string): SimulatedAccount {
    const account = options.accounts.find(fits);
    if (!account) throw new InputError(`${named}: no such account in this simulator`);
    return account;
  }

  const simulator: Omit<Simulator, 'baseUrl' | 'hold' | 'release' | 'underway' | 'pause' | 'resume' | 'close'> = {
    exchange,
    ledger,
    arm: (order) => armedFaults.arm(order),
    disarm: () => armedFaults.disarm(),
    setScript: (script, match) => book.setScript(parseScript(script, 'script'), match),
    advance(id, status, extra) {
      if (!ledger.get(id)) throw new InputError(`exchangeWithdrawalId: no withdrawal ${id} here`);
      book.advance(id, status, extra);
    },
    setRepeatGuid: (repeatGuid) => void (state.repeatGuid = repeatGuid),
    setClockOffsetMs: (toMs) => void (offsetMs = toMs),
    setBalance(apiKey, asset, amount) {
      wallets.setAmount(
        accountOf((account) => account.apiKey === apiKey, 'apiKey').accountId,
        asset,
        profile.wallet,
        amount,
      );
    },
    balanceOf(apiKey, asset) {
      const { accountId } = accountOf((account) => account.apiKey === apiKey, 'apiKey');
      const pot = (name: 'FUND' | 'SPOT' | 'FUND:locked' | 'SPOT:locked') =>
        moneyText(wallets.amountIn(accountId, asset, name));
      return { available: pot(profile.wallet), locked: pot(`${profile.wallet}:locked`) };
    },
    requestCounts: () => service.requestCounts(),
    requestsRefusedByRateLimit: () => limiter.refused(),
    armedFaultHits: (name) => armedFaults.hits(name),
    addForeignWithdrawal({ accountId, memo, fee, kind, acceptedAtMs, status, ...input }) {
      const account = accountOf((one) => accountId === undefined || one.accountId === accountId, 'accountId');
      const asset = findAsset(input.asset);
      const network = asset && findNetwork(exchange, asset, input.network);
      const entry = book.accept({
        ...input,
        accountId: account.accountId,
        memo: memo ?? null,
        fee: fee ?? network?.fee ?? '0',
        kind: kind ?? 'on_chain',
        clientWithdrawalId: null,
        foreign: true,
        viaFault: null,
        ...(acceptedAtMs === undefined ? {} : { acceptedAtMs }),
        ...(status === undefined ? {} : { status }),
      });
      return entry.exchangeWithdrawalId;
    },
  };

  const requests = createRequestQueue();
  const control = createControl({ ...simulator, disarm: () => simulator.disarm(), armed: () => armedFaults.orders() });
  const server = await startHttpServer(options.port ?? 0, clock.now, (call, send) => {
    if (call.path.startsWith(`${controlPath}/`)) return send(control(call));
    const isOurs = call.path.startsWith(`${api.basePath}/`);
    const { method, path, query, headers, body } = call;
    options.onRequest?.({ method, path, query: query.toString(), headers, body });
    requests.add(() => service.handle({ ...call, path: isOurs ? path.slice(api.basePath.length) : '' }, send));
  });
  const refusing = armRefusedConnections({ armedFaults, service, server, clock });
  simulator.disarm = () => {
    armedFaults.disarm();
    refusing.end();
  };

  return {
    ...simulator,
    baseUrl: `http://127.0.0.1:${server.port}${api.basePath}`,
    hold: () => requests.hold(),
    release: () => requests.release(),
    underway: () => requests.waiting() + service.underway(),
    pause: () => server.stopListening(true),
    resume: () => server.listenAgain(),
    async close() {
      ownClock.stop();
      await server.stopListening(true);
    },
  };
}
