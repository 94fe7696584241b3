import type { HealthReport } from '../../domain/accountState.ts';
import type { AttentionReason } from '../../domain/attention.ts';

/** The worst first. */
const order: readonly HealthReport['attention'][] = ['accountMismatch', 'clockSkew', 'exchangeUnreachable'];

/** The latest report of each worker about each kind of trouble, until the worker says that it is over. */
export class HealthBook {
  private readonly byKey: Map<string, HealthReport>;

  constructor(carried: readonly HealthReport[]) {
    this.byKey = new Map(carried.map((report) => [keyOf(report), report]));
  }

  values(): readonly HealthReport[] {
    return [...this.byKey.values()];
  }

  report(report: HealthReport): void {
    if (report.active) this.byKey.set(keyOf(report), report);
    else this.byKey.delete(keyOf(report));
  }

  /** The worst trouble that any worker reports, or null. */
  get attention(): AttentionReason | null {
    const reported = new Set(this.values().map((report) => report.attention));
    return order.find((reason) => reported.has(reason)) ?? null;
  }
}

function keyOf(report: HealthReport): string {
  return `${report.worker} ${report.attention}`;
}
