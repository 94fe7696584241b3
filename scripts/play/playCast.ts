import type { WithdrawalClient, WithdrawalRequestInput, WithdrawalView } from '../../client/index.ts';
import type { Simulator } from '../../simulator/index.ts';
import { addressOf } from '../local/addressOf.ts';
import type { LocalAccount } from '../local/localAccount.ts';
import { untilView } from '../local/untilView.ts';
import { castAccounts } from './playAccounts.ts';

/** What staging a withdrawal needs. */
export type CastContext = {
  readonly client: WithdrawalClient;
  readonly simulatorOf: (account: LocalAccount) => Simulator;
  /** Ends a run in review as somebody does who presses Terminate in the UI, while it does not look at the exchange. */
  readonly terminate: (withdrawalId: string) => Promise<void>;
};

/** One withdrawal that waits for its person. */
export type CastMember = {
  readonly withdrawalId: string;
  readonly account: LocalAccount;
  readonly amount: string;
  /** What a person finds, in one line. */
  readonly about: string;
  /** At the exchange, for this address only, before the start. */
  readonly arrange: (simulator: Simulator, address: string) => void;
  /** The state in which it is left. */
  readonly left: (view: WithdrawalView) => boolean;
};

const { bigone, bitunix } = castAccounts;
const inReview = (view: WithdrawalView): boolean => view.phase === 'NEEDS_REVIEW';

export const cast = {
  followed: {
    withdrawalId: 'order-4712',
    account: bigone,
    amount: '42',
    about: 'is followed, and stays pending until somebody cancels it',
    arrange: (simulator, address) => simulator.setScript([], { address }),
    left: (view) => view.phase === 'FOLLOWING',
  },
  lookalike: {
    withdrawalId: 'lost-1',
    account: bitunix,
    amount: '50',
    about: 'is in review: the answer to its submit was lost, and two records could be it',
    arrange: loseReplyBesideAnother,
    left: inReview,
  },
  neverArrived: {
    withdrawalId: 'lost-2',
    account: bitunix,
    amount: '60',
    about: 'is in review: the submit was lost on its way, and the exchange shows nothing',
    arrange: (simulator, address) => simulator.arm({ name: 'dropBeforeAccept', on: 'submit', match: { address } }),
    left: inReview,
  },
  terminated: {
    withdrawalId: 'gone-1',
    account: bitunix,
    amount: '70',
    about: 'was terminated while its outcome was unknown, and still holds its lane',
    arrange(simulator, address) {
      simulator.arm({ name: 'acceptThenDropReply', on: 'submit', match: { address } });
      // Until it is terminated: else it would be found, and its lane free.
      simulator.arm({ name: 'recordMissing', on: 'submit', match: { address }, times: Number.MAX_SAFE_INTEGER });
    },
    left: inReview,
  },
} as const satisfies Readonly<Record<string, CastMember>>;

/** At the same moment somebody makes the same withdrawal by hand, in the exchange's app. */
function loseReplyBesideAnother(simulator: Simulator, address: string): void {
  simulator.arm({ name: 'acceptThenDropReply', on: 'submit', match: { address } });
  const stop = simulator.ledger.subscribe(({ kind, entry }) => {
    if (kind !== 'accepted' || entry.address !== address || entry.foreign) return;
    stop();
    const { accountId, asset, network, amount } = entry;
    simulator.addForeignWithdrawal({ accountId, asset, network, address, amount });
  });
}

export type StagedCast = {
  /** The exchange's id of the record that belongs to `lost-1`. */
  readonly adoptableId: string;
  /** The request of `gone-1` as its backend has it, to start it again. */
  readonly terminatedRequest: WithdrawalRequestInput;
};

/** Starts the cast and waits until each withdrawal is where its line says. */
export async function stageCast(context: CastContext): Promise<StagedCast> {
  const first = Promise.all([stage(context, cast.followed), stage(context, cast.lookalike)]);
  // Until then alone at its exchange: so its record has the first id, the same every time.
  await Promise.race([bothRecords(context), first]);
  const [terminatedRequest] = await Promise.all([
    stage(context, cast.terminated),
    stage(context, cast.neverArrived),
    first,
  ]);
  const { withdrawalId, account } = cast.terminated;
  await context.terminate(withdrawalId);
  context.simulatorOf(account).disarm();
  return { adoptableId: adoptableId(context), terminatedRequest };
}

async function stage(context: CastContext, member: CastMember): Promise<WithdrawalRequestInput> {
  const { client } = context;
  const { withdrawalId, account, amount, left } = member;
  const address = addressOf(withdrawalId);
  member.arrange(context.simulatorOf(account), address);
  const request: WithdrawalRequestInput = {
    withdrawalId,
    account: account.account,
    asset: 'USDT',
    network: account.network,
    address,
    amount,
    requestedAt: new Date().toISOString(),
  };
  await client.start(request);
  await untilView({ client, withdrawalId, what: 'the playground can begin', condition: left });
  return request;
}

/** Resolves when the exchange has the record of `lost-1` and the one that looks alike. */
function bothRecords({ simulatorOf }: CastContext): Promise<void> {
  const { account, withdrawalId } = cast.lookalike;
  return new Promise((resolve) => {
    const stop = simulatorOf(account).ledger.subscribe(({ entry }) => {
      if (entry.address !== addressOf(withdrawalId) || !entry.foreign) return;
      stop();
      resolve();
    });
  });
}

function adoptableId({ simulatorOf }: CastContext): string {
  const { account, withdrawalId } = cast.lookalike;
  const records = simulatorOf(account).ledger.accepted({ address: addressOf(withdrawalId) });
  return records.find((record) => !record.foreign)?.exchangeWithdrawalId ?? '';
}
