import Table from 'cli-table3';

import type { CrashAdapter } from './crashAdapters.ts';
import type { NotApplicable } from './crashTable.ts';
import type { MatrixPoint } from './matrixPoints.ts';
import type { PlayedCrash } from './playCrash.ts';

export type MatrixReport = {
  readonly points: number;
  readonly adapters: number;
  readonly played: number;
  readonly notApplicable: number;
  readonly failed: number;
  /** Withdrawals that the exchange accepted more than once. */
  readonly doubleSends: number;
  /** Withdrawals without a result. */
  readonly lost: number;
  readonly wallSeconds: number;
};

/** Counts of a run. Pure. */
export function matrixReport(
  played: readonly PlayedCrash[],
  skipped: readonly NotApplicable[],
  wallSeconds: number,
): MatrixReport {
  const cells = [...played.map(({ row }) => row), ...skipped];
  return {
    points: new Set(cells.map(({ point }) => point)).size,
    adapters: new Set(cells.map(({ adapter }) => adapter.adapter)).size,
    played: played.length,
    notApplicable: skipped.length,
    failed: played.filter(({ problems }) => problems.length > 0).length,
    doubleSends: played.filter(({ ledger }) => ledger.accepted > 1 || ledger.left > 1).length,
    lost: played.filter(({ settled }) => !settled).length,
    wallSeconds: Math.round(wallSeconds),
  };
}

/**
 * A table of points by adapters: `ok` with the seconds, `FAILED`, or `-` where the adapter does not pass the point. The
 * reasons for `-` are below the table.
 */
export function matrixTable(played: readonly PlayedCrash[], skipped: readonly NotApplicable[]): string {
  const cells = [
    ...played.map(({ row, problems, seconds }) => ({
      ...row,
      text: problems.length > 0 ? 'FAILED' : `ok ${seconds.toFixed(0)} s`,
    })),
    ...skipped.map((one) => ({ ...one, text: '-' })),
  ];
  const points = [...new Set(cells.map(({ point }) => point))];
  const adapters = [...new Set(cells.map(({ adapter }) => adapter))];
  const textOf = (point: MatrixPoint, adapter: CrashAdapter): string =>
    cells.find((cell) => cell.point === point && cell.adapter === adapter)?.text ?? '';
  const table = new Table({
    head: ['killed at', ...adapters.map(({ adapter }) => adapter)],
    style: { head: [], border: [] },
  });
  for (const point of points) table.push([point, ...adapters.map((adapter) => textOf(point, adapter))]);
  return `${table.toString()}\n${reasons(skipped).join('\n')}`;
}

function reasons(skipped: readonly NotApplicable[]): string[] {
  const pointsByReason = new Map<string, string[]>();
  for (const { adapter, point, because } of skipped) {
    const reason = `- ${adapter.adapter}: ${because}`;
    pointsByReason.set(reason, [...(pointsByReason.get(reason) ?? []), point]);
  }
  return [...pointsByReason].map(([reason, points]) => `${reason} (${points.join(', ')})`);
}
