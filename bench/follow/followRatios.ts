import { rounded } from '../support/statistics.ts';
import type { FormName } from './followForms.ts';
import type { FormFigures } from './measureForm.ts';

export type FollowRun = {
  readonly exchange: string;
  readonly server: string;
  readonly inFlight: number;
  readonly polls: number;
  readonly cadenceSeconds: number;
  /** The forms ran at the same time, each on a server of its own. */
  readonly together?: boolean;
  readonly forms: Partial<Record<FormName, FormFigures>>;
  /** Ours with ten times as many polls. */
  readonly longRun: FormFigures | null;
};

type Cost = 'historyEvents' | 'exchangeCalls' | 'serverCpu' | 'workerCpu';

const costs: Readonly<Record<Cost, (figures: FormFigures) => number>> = {
  historyEvents: (figures) => figures.historyEvents.mean,
  exchangeCalls: (figures) => figures.exchangeCalls,
  serverCpu: (figures) => figures.serverCpu,
  workerCpu: (figures) => figures.workerCpu,
};

/**
 * Costs of ours divided by those of each reference, and detection p99 of ours divided by the cadence. Null for a form
 * that was left out.
 */
export function followRatios({ forms, longRun }: FollowRun): Readonly<Record<string, unknown>> {
  const { ours, loop, retry } = forms;
  return {
    ratios: ratiosTo(ours, loop),
    ratiosToRetry: ratiosTo(ours, retry),
    detectionP99OverCadence: ours === undefined ? null : rounded(ours.detection.p99 / ours.cadenceMs),
    historyEventsOfLongRun: longRun?.historyEvents.mean ?? null,
  };
}

function ratiosTo(ours: FormFigures | undefined, reference: FormFigures | undefined): Record<Cost, number> | null {
  if (ours === undefined || reference === undefined) return null;
  return Object.fromEntries(
    Object.entries(costs).map(([name, of]) => [name, rounded(of(ours) / of(reference))]),
  ) as Record<Cost, number>;
}
