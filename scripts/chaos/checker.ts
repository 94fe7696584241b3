import type { LedgerEntry } from '../../simulator/index.ts';
import { alikeKey, alikeKeyOf } from './alikeKey.ts';
import type { CheckedWithdrawal } from './checkedWithdrawal.ts';
import { unjustifiedReview } from './unjustifiedReview.ts';

/** When a staged fault left an account without funds. */
export type Shortage = {
  readonly ledgerAccount: string;
  readonly asset: string;
  readonly fromMs: number;
  readonly toMs: number;
};

export type FindingKind =
  | 'doubleSend'
  | 'lost'
  | 'falseFinal'
  | 'needsReviewUnjustified'
  | 'refusedNeedlessly'
  | 'leak'
  | 'notSearched';
export type Finding = { readonly kind: FindingKind; readonly about: string; readonly why: string };

export type ChaosVerdict = { readonly needsReview: number; readonly findings: readonly Finding[] };

/**
 * Compares what the workflows say with what the exchanges' ledgers know. Where the ledger holds an id of ours, the
 * entries of a withdrawal are known by it; elsewhere by the id that its result claims, and by counting those that are
 * alike.
 */
export function checkChaos(
  withdrawals: readonly CheckedWithdrawal[],
  ledger: readonly LedgerEntry[],
  shortages: readonly Shortage[] = [],
): ChaosVerdict {
  const entries = ledger.filter((entry) => !entry.foreign);
  const findings: Finding[] = [
    ...doubleSends(withdrawals, entries),
    ...lost(withdrawals, entries),
    ...withdrawals.flatMap((one) => claimsOfNobodys(one, ledger)),
    ...withdrawals.flatMap((one) => falseFinals(one, entries)),
    ...sharedClaims(withdrawals),
    ...withdrawals.flatMap((one) => refusedNeedlessly(one, shortages)),
  ];
  const reviewed = withdrawals.filter((one) => one.result?.state.timeline.some((entry) => entry.kind === 'review'));
  for (const one of reviewed) {
    const why = unjustifiedReview(one, withdrawals, ledger, ownEntry(one, entries));
    if (why !== null) findings.push({ kind: 'needsReviewUnjustified', about: one.withdrawalId, why });
  }
  return { needsReview: reviewed.length, findings };
}

/** Two entries of one client id; or, without ids, more entries alike than withdrawals that can have been sent. */
function doubleSends(withdrawals: readonly CheckedWithdrawal[], entries: readonly LedgerEntry[]): Finding[] {
  const byClientId = grouped(
    entries.filter((entry) => entry.clientWithdrawalId !== null),
    (entry) => `${entry.exchange} ${entry.accountId} ${entry.clientWithdrawalId}`,
  );
  const twice = [...byClientId]
    .filter(([, same]) => same.length > 1)
    .map(([about, same]) => ({
      kind: 'doubleSend' as const,
      about,
      why: `accepted ${same.length} times: ${idsOf(same)}`,
    }));
  const byLikeness = grouped(
    entries.filter((entry) => entry.clientWithdrawalId === null),
    (entry) => `${entry.accountId} ${alikeKeyOf(entry)}`,
  );
  const tooMany = [...byLikeness].flatMap(([about, alike]) => {
    const sendable = withdrawals.filter(
      (one) => `${one.ledgerAccount} ${alikeKey(one)}` === about && mayHaveBeenSent(one),
    );
    if (alike.length <= sendable.length) return [];
    const why = `${alike.length} accepted (${idsOf(alike)}), ${sendable.length} may have been sent`;
    return [{ kind: 'doubleSend' as const, about, why }];
  });
  return [...twice, ...tooMany];
}

/** Settlements by which the workflow says that nothing was sent. */
const nothingSent: readonly string[] = ['validation', 'cancelBeforeSubmit', 'deadlineBeforeSubmit', 'refusal'];

/** False where the workflow itself says that nothing was sent. */
function mayHaveBeenSent({ refused, result }: CheckedWithdrawal): boolean {
  if (refused) return false;
  if (result === null) return true;
  return !nothingSent.includes(result.settlement.by) && result.settlement.reason !== 'confirmNotSent';
}

/** A withdrawal without an end, or money in the ledger that belongs to no withdrawal. */
function lost(withdrawals: readonly CheckedWithdrawal[], entries: readonly LedgerEntry[]): Finding[] {
  const claims = new Set(withdrawals.map((one) => claimOf(one)).filter((claim) => claim !== null));
  const endless = withdrawals.filter((one) => !one.refused && one.result === null);
  const unclaimed = entries.filter((entry) => !claims.has(keyOf(entry)));
  const describe = (entry: LedgerEntry): string =>
    [alikeKeyOf(entry), entry.clientWithdrawalId ?? 'no client id', entry.money].join(', ');
  return [
    ...endless.map((one) => ({
      kind: 'lost' as const,
      about: one.withdrawalId,
      why: 'it was started and has no result',
    })),
    ...unclaimed.map((entry) => ({
      kind: 'lost' as const,
      about: entry.exchangeWithdrawalId,
      why: `accepted by ${entry.exchange} (${describe(entry)}) and claimed by nobody`,
    })),
  ];
}

/** A result that says of the money what the ledger contradicts. */
function falseFinals(one: CheckedWithdrawal, entries: readonly LedgerEntry[]): Finding[] {
  const { result, withdrawalId: about } = one;
  if (result === null) return [];
  const claimed = entries.find((entry) => keyOf(entry) === claimOf(one));
  const own = ownEntry(one, entries) ?? claimed;
  const finding = (why: string): Finding[] => [{ kind: 'falseFinal', about, why }];
  if (claimed !== undefined && (alikeKeyOf(claimed) !== alikeKey(one) || claimed !== own))
    return finding(`claims ${claimed.exchangeWithdrawalId}, which is another's: ${alikeKeyOf(claimed)}`);
  if (result.moneyLeft === 'yes' && own?.money !== 'left')
    return finding(`says that the money left; the ledger: ${own?.money ?? 'nothing was accepted'}`);
  if (result.moneyLeft === 'no' && own !== undefined && own.money !== 'returned')
    return finding(`says that no money left; the ledger: ${own.money} (${own.exchangeWithdrawalId})`);
  if (result.status === 'L1_COMPLETED' && own?.status !== 'completed')
    return finding(`says L1_COMPLETED; the ledger: ${JSON.stringify(own?.status)}`);
  if (result.moneyLeft === 'yes' && result.txid !== null && result.txid !== own?.txid)
    return finding(`names the txid ${result.txid}; the ledger: ${own?.txid}`);
  return [];
}

/** A result that claims a record which was made by hand, however much it looks like ours. */
function claimsOfNobodys(one: CheckedWithdrawal, ledger: readonly LedgerEntry[]): Finding[] {
  const claimed = ledger.find((entry) => entry.foreign && keyOf(entry) === claimOf(one));
  if (claimed === undefined) return [];
  const why = `claims ${claimed.exchangeWithdrawalId}, which was made by hand and is nobody's of ours`;
  return [{ kind: 'falseFinal', about: one.withdrawalId, why }];
}

/** How long it may take until a refusal is in the result, with a worker killed in between. */
const slowestRefusalMs = 60_000;

/**
 * A refusal without a reason. Every request of the plan is right and there is money for all, so that only a staged
 * shortage justifies one. A refusal of an earlier execution keeps no reason, and may be of any time since the request.
 */
function refusedNeedlessly(
  { withdrawalId: about, ledgerAccount, asset, result }: CheckedWithdrawal,
  shortages: readonly Shortage[],
): Finding[] {
  if (result?.settlement.by !== 'refusal') return [];
  const { reason, message } = result.settlement;
  const atMs = Date.parse(result.settlement.at);
  const wasEarlier = reason === 'refusedByExchange' && message === 'refused by the exchange in an earlier execution';
  const sinceMs = wasEarlier ? Date.parse(result.state.request.requestedAt) : atMs - slowestRefusalMs;
  const wasShort = shortages.some(
    (one) => one.ledgerAccount === ledgerAccount && one.asset === asset && one.fromMs <= atMs && sinceMs <= one.toMs,
  );
  return (reason === 'insufficientFunds' || wasEarlier) && wasShort
    ? []
    : [{ kind: 'refusedNeedlessly', about, why: message ?? 'no reason given' }];
}

function sharedClaims(withdrawals: readonly CheckedWithdrawal[]): Finding[] {
  const byClaim = grouped(
    withdrawals.filter((one) => claimOf(one) !== null),
    (one) => claimOf(one) ?? '',
  );
  return [...byClaim]
    .filter(([, owners]) => owners.length > 1)
    .map(([claim, owners]) => ({
      kind: 'falseFinal',
      about: claim,
      why: `claimed by ${owners.map((one) => one.withdrawalId).join(' and ')}`,
    }));
}

/** The ledger's entry of a withdrawal: by our id where the ledger has it, else by the id that its result claims. */
export function ownEntry(one: CheckedWithdrawal, entries: readonly LedgerEntry[]): LedgerEntry | undefined {
  const clientIds = new Set(
    one.result?.state.submissions.map(({ intent }) => intent.clientWithdrawalId).filter((id) => id !== null),
  );
  if (clientIds.size > 0)
    return entries.find(
      (entry) =>
        entry.accountId === one.ledgerAccount &&
        entry.clientWithdrawalId !== null &&
        clientIds.has(entry.clientWithdrawalId),
    );
  return entries.find((entry) => keyOf(entry) === claimOf(one));
}

/** The entry that its result claims, as `keyOf` writes it; null: none. */
export function claimOf({ ledgerAccount, result }: CheckedWithdrawal): string | null {
  return result === null || result.exchangeWithdrawalId === null
    ? null
    : `${ledgerAccount} ${result.exchangeWithdrawalId}`;
}

function keyOf({ accountId, exchangeWithdrawalId }: LedgerEntry): string {
  return `${accountId} ${exchangeWithdrawalId}`;
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

function idsOf(entries: readonly LedgerEntry[]): string {
  return entries.map((entry) => entry.exchangeWithdrawalId).join(', ');
}
