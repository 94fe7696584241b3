import type { CrashPoint } from '../../activities/dependencies.ts';

export type CrashRow = {
  readonly point: CrashPoint;
  /** The reply to the submit is lost, so that it must be found again. */
  readonly losesReply: boolean;
  readonly cancels: boolean;
  /** `confirmed`: sent or not, nobody can know, so a person says what the ledger shows. */
  readonly end: 'delivered' | 'cancelled' | 'confirmed';
  readonly title: string;
};

const ends: Readonly<Partial<Record<CrashPoint, CrashRow['end']>>> = {
  'submit.beforeBaseline': 'delivered',
  'submit.beforeGrant': 'delivered',
  // The grant is spent and nothing shows whether it was used.
  'submit.afterGrant': 'confirmed',
  'submit.afterSend': 'delivered',
  'submit.afterReport': 'delivered',
  'submit.beforeCompletion': 'delivered',
  'findLost.beforeAdopt': 'delivered',
  'findLost.afterAdopt': 'delivered',
  'cancel.afterAsk': 'cancelled',
};

const paths: Readonly<Record<CrashRow['end'], string>> = {
  delivered: 'SUBMITTING → FOLLOWING → SETTLED',
  confirmed: 'SUBMITTING → NEEDS_REVIEW → SETTLED',
  cancelled: 'SUBMITTING → FOLLOWING → CANCELLING → SETTLED',
};

/** Every point where a process may die; all of them exist on both exchanges, since both send behind the grant and both can cancel. */
export const crashRows: readonly CrashRow[] = (Object.entries(ends) as [CrashPoint, CrashRow['end']][]).map(([point, end]) => {
  const title = `${paths[end]} (${end}; worker killed at ${point})`;
  return { point, end, losesReply: point.startsWith('findLost.'), cancels: point.startsWith('cancel.'), title };
});
