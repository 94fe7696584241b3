import { AccountError } from '../../../activities/account/accountError.ts';
import type { AccountsClient } from '../../../activities/account/accountsClient.ts';
import type { HealthReport, OutcomeReport } from '../../../domain/accountState.ts';
import { AccountBook } from '../../../workflows/account/accountBook.ts';
import type { VirtualClock } from './virtualClock.ts';

/** Accounts in memory, by the rules of the real book, with the faults of a network between. */
export class FakeAccounts implements AccountsClient {
  readonly book = new AccountBook(7 * 86_400_000, undefined);
  readonly health: HealthReport[] = [];
  readonly reports: OutcomeReport[] = [];
  readonly asked: string[] = [];
  missing = false;
  /** So many answers to `requestGrant` are lost after the account gave them. */
  loseGrantAnswers = 0;
  /** So many reports are lost before they arrive. */
  loseReports = 0;
  /** Done between the grant and its answer. */
  beforeGrantAnswer: () => void | Promise<void> = () => {};
  private readonly clock: VirtualClock;

  constructor(clock: VirtualClock) {
    this.clock = clock;
  }

  async requestGrant(
    account: string,
    request: Parameters<AccountsClient['requestGrant']>[1],
  ): ReturnType<AccountsClient['requestGrant']> {
    await this.reach(account, 'requestGrant');
    const refusal = this.book.refusal(request);
    if (refusal !== null) return { kind: 'notNow', refusal: refusal.type, message: refusal.message };
    const answer = this.book.grant(request, this.clock.now());
    await this.beforeGrantAnswer();
    if (this.loseGrantAnswers > 0) {
      this.loseGrantAnswers -= 1;
      throw new AccountError('accountUnavailable', account, 'requestGrant');
    }
    return answer;
  }

  async revokeGrant(
    account: string,
    key: Parameters<AccountsClient['revokeGrant']>[1],
  ): ReturnType<AccountsClient['revokeGrant']> {
    await this.reach(account, 'revokeGrant');
    return this.book.revoke(key.withdrawalId, key.submission, this.clock.now());
  }

  async adopt(account: string, request: Parameters<AccountsClient['adopt']>[1]): ReturnType<AccountsClient['adopt']> {
    await this.reach(account, 'adopt');
    return this.book.adopt(request, this.clock.now());
  }

  async claim(account: string, key: Parameters<AccountsClient['claim']>[1]): ReturnType<AccountsClient['claim']> {
    await this.reach(account, 'claim');
    return this.book.claim(key.withdrawalId, key.submission);
  }

  async preflight(
    account: string,
    key: Parameters<AccountsClient['preflight']>[1],
  ): ReturnType<AccountsClient['preflight']> {
    await this.reach(account, 'preflight');
    return {
      claim: this.book.claim(key.withdrawalId, key.submission),
      refusal: this.book.refusal(key),
      repeatRefusal: this.book.repeatRefusal(key),
      laneHolder: this.book.laneHolder(key.laneKey),
    };
  }

  async claimedIds(account: string, ids: readonly string[]): Promise<Record<string, string>> {
    await this.reach(account, 'claimedIds');
    return Object.fromEntries(
      ids.flatMap((id) => (this.book.ownerOf(id) === null ? [] : [[id, this.book.ownerOf(id) ?? '']])),
    );
  }

  async reportOutcome(account: string, report: OutcomeReport): Promise<void> {
    await this.reach(account, 'reportOutcome');
    if (this.loseReports > 0) {
      this.loseReports -= 1;
      throw new AccountError('accountUnavailable', account, 'reportOutcome');
    }
    this.reports.push(report);
    this.book.report(report);
  }

  async reportHealth(account: string, report: HealthReport): Promise<void> {
    await this.reach(account, 'reportHealth');
    this.health.push(report);
  }

  private async reach(account: string, what: string): Promise<void> {
    this.asked.push(what);
    await Promise.resolve();
    if (this.missing) throw new AccountError('accountMissing', account, what);
  }
}
