import type { AccountView } from '../../domain/accountState.ts';
import type { AccountInput } from '../messages.ts';
import type { AccountBook } from './accountBook.ts';

/** What the account's state query answers. */
export function accountView(input: AccountInput, book: AccountBook): AccountView {
  return {
    account: input.account,
    accountIdentity: input.accountIdentity,
    workerGroup: input.workerGroup,
    paused: book.paused,
    lanes: book.lanes.values(),
    openClaims: book.openClaims,
    closedClaims: book.claims.closed.size,
    adopted: book.claims.closed.adopted,
    health: book.health.values(),
    grants: book.grants,
    assets: new Set((book.catalog ?? []).map((rule) => rule.asset)).size,
  };
}

/** The account in Markdown, for Temporal's detail page. */
export function describeAccount(view: AccountView): string {
  const { account, paused, grants, openClaims, closedClaims, lanes, health } = view;
  const standing = paused === null ? 'open' : `paused by ${paused.actor} since ${paused.at}: ${paused.reason}`;
  return [
    `### ${account}: ${standing}`,
    `- grants given: ${grants}; open claims: ${openClaims.length}; closed and remembered: ${closedClaims}`,
    ...lanes.map((lane) => `- lane \`${lane.key}\` held by ${lane.holder} since ${lane.since}`),
    ...health.map((report) => `- **${report.attention}** since ${report.since} (${report.worker}): ${report.message}`),
  ].join('\n');
}
