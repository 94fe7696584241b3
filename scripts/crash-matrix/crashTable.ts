import { crashAdapters, type CrashAdapter } from './crashAdapters.ts';
import type { CrashScenarioName } from './crashScenarios.ts';
import { matrixPoints, type MatrixPoint } from './matrixPoints.ts';

/** One cell of the matrix: in this scenario a process dies at this point. */
export type CrashRow = {
  readonly adapter: CrashAdapter;
  readonly point: MatrixPoint;
  readonly scenario: CrashScenarioName;
};
export type NotApplicable = { readonly adapter: CrashAdapter; readonly point: MatrixPoint; readonly because: string };

/** The scenario that passes the point, by how the adapter sends; or the reason why none does. */
type Way = { readonly grant: CrashScenarioName | Never; readonly repeat: CrashScenarioName | Never };
type Never = { readonly because: string };

const noCancel: Never = { because: 'the exchange cannot cancel' };
const noSend: Never = { because: 'it cannot create a withdrawal: nobody documents its risk signature' };
const nothingBetween: Never = {
  because: 'nothing is awaited between grant and send: submit.afterGrant and http.submit.beforeRequest are there',
};

const plain: Way = { grant: 'plain', repeat: 'plain' };
const lost: Way = { grant: 'lostReply', repeat: 'lostUntilDeadline' };
const reviewed: Way = { grant: 'neverArrived', repeat: 'neverArrivedByDeadline' };
const adopted: Way = { grant: 'lookAlike', repeat: 'shownLateByDeadline' };
const cancelled: Way = { grant: 'cancelFollowed', repeat: noCancel };
const revoked: Way = { grant: 'cancelPaused', repeat: 'cancelAway' };
const restored: Way = { grant: 'restore', repeat: 'restore' };

const ways: Readonly<Record<MatrixPoint, Way>> = {
  'account.beforeCreate': plain,
  'account.afterCreate': plain,
  'validate.beforeCheck': plain,
  'validate.beforeFreeze': plain,
  'validate.afterFreeze': plain,
  'submit.beforeBaseline': plain,
  'submit.afterBaseline': plain,
  'submit.beforeGrant': plain,
  // The grant is used up, and nothing shows whether anything was sent. With a permit it is sent again.
  'submit.afterGrant': { grant: 'unsent', repeat: 'plain' },
  // Passed by repeats alone.
  'submit.beforeSend': { grant: nothingBetween, repeat: 'lostUntilDeadline' },
  'submit.afterSend': plain,
  'submit.afterReport': plain,
  'submit.beforeCompletion': plain,
  'revoke.beforeAsk': revoked,
  'revoke.afterAsk': revoked,
  'findLost.beforeRead': lost,
  'findLost.afterRead': lost,
  'findLost.beforeAdopt': lost,
  'findLost.afterAdopt': lost,
  'follow.beforeAnswer': plain,
  'cancel.beforeAsk': cancelled,
  'cancel.afterAsk': cancelled,
  'resolve.beforeCheck': reviewed,
  'resolve.beforeAdopt': adopted,
  'resolve.afterAdopt': adopted,
  'resolve.afterCheck': reviewed,
  'report.beforeTell': reviewed,
  'report.afterTell': reviewed,
  'lateWatch.beforeRead': reviewed,
  'lateWatch.afterRead': reviewed,
  'http.validate.beforeRequest': plain,
  'http.validate.written': plain,
  'http.validate.answered': plain,
  'http.lookup.beforeRequest': plain,
  'http.lookup.written': plain,
  'http.lookup.answered': plain,
  'http.submit.beforeRequest': { grant: 'unsent', repeat: 'plain' },
  'http.submit.written': plain,
  'http.submit.answered': plain,
  'http.cancel.beforeRequest': cancelled,
  'http.cancel.written': cancelled,
  'http.cancel.answered': cancelled,
  'http.poll.beforeRequest': plain,
  'http.poll.written': plain,
  'http.poll.answered': plain,
  'restore.beforeRead': restored,
  'restore.afterRead': restored,
  'restore.afterStart': restored,
};

/** The points that an adapter passes which refuses every withdrawal. */
const beforeRefusal: readonly MatrixPoint[] = [
  'account.beforeCreate',
  'account.afterCreate',
  'validate.beforeCheck',
  'http.validate.beforeRequest',
  'http.validate.written',
  'http.validate.answered',
];

function scenarioPast(adapter: CrashAdapter, point: MatrixPoint): CrashScenarioName | Never {
  if (adapter.sends === 'none') return beforeRefusal.includes(point) ? 'refused' : noSend;
  const way = ways[point];
  if (way === cancelled && !adapter.cancels) return noCancel;
  // There cannot be two records under one client id, so another scenario leads to review.
  if (way.grant === 'lookAlike' && adapter.sends === 'grant' && adapter.findsBy === 'clientId') return 'shownLate';
  return way[adapter.sends];
}

const cells = crashAdapters.flatMap((adapter) =>
  matrixPoints.map((point) => ({ adapter, point, way: scenarioPast(adapter, point) })),
);

/** The whole matrix: every point on every adapter that passes it. */
export const crashRows: readonly CrashRow[] = cells.flatMap(({ way, ...cell }) =>
  typeof way === 'string' ? [{ ...cell, scenario: way }] : [],
);

/** The cells that cannot be played, with the reason. */
export const notApplicable: readonly NotApplicable[] = cells.flatMap(({ way, ...cell }) =>
  typeof way === 'string' ? [] : [{ ...cell, ...way }],
);

/**
 * Every point once, if possible on another adapter than the point before: a part of the matrix that is quick enough to
 * run for every change.
 */
export const crashSlice: readonly CrashRow[] = matrixPoints.flatMap((point, index) => {
  const rows = crashRows.filter((row) => row.point === point && row.adapter.sends !== 'none');
  return rows[index % Math.max(1, rows.length)] ?? [];
});
