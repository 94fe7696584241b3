import type { AccountView, Lane } from '../../../domain/accountState.ts';
import type { RestoredAccount } from '../../account/restoreAccount.ts';

/** An account as lines for people. `running`: whether its workflow still runs. */
export function accountLines(view: AccountView, running = true): string[] {
  const { workerGroup, grants, openClaims, closedClaims, lanes, health } = view;
  return [
    ...(running ? [standing(view, 'open')] : closedLines(view)),
    `  worker group: ${workerGroup}`,
    `  grants given: ${grants}; open claims: ${openClaims.length}; closed and remembered: ${closedClaims}`,
    ...lanes.map(laneLine),
    ...health.map((report) => `  ${report.attention} since ${report.since} (${report.worker}): ${report.message}`),
  ];
}

function standing({ account, paused }: AccountView, unlessPaused: string): string {
  if (paused === null) return `${account}: ${unlessPaused}`;
  return `${account}: paused by ${paused.actor} since ${paused.at} (${paused.reason})`;
}

function closedLines(view: AccountView): string[] {
  return [
    `${view.account}: its workflow is not running, so nothing can be sent from it`,
    `  to restore it: withdrawals account restore ${view.account} --evidence "…"`,
    '  what it knew last:',
    `  ${standing(view, 'not paused')}`,
  ];
}

export function laneLine({ key, holder, since }: Lane): string {
  return `  lane ${key} held by ${holder} since ${since}`;
}

/** What a restore has rebuilt, as lines for people. */
export function restoredLines(restored: RestoredAccount): string[] {
  const { account, withdrawals, openClaims, closedClaims, lanes, unreadable, paused } = restored;
  const rebuilt = `${openClaims} open claims, ${closedClaims} closed, ${lanes} lanes held`;
  const pausedLines =
    paused === null
      ? []
      : [`  paused: ${paused.reason}`, `  when you have looked: withdrawals account resume ${account} --reason "…"`];
  return [
    `${account} was restored from ${withdrawals} withdrawals: ${rebuilt}.`,
    ...(unreadable.length === 0 ? [] : [`  not readable, treated as sent: ${unreadable.join(', ')}`]),
    ...pausedLines,
  ];
}
