/** How often an open withdrawal is read, by its age: what is young changes soon. */
export type Cadence = {
  readonly baseIntervalMs: number;
  /** In order; the first that is not yet reached counts. */
  readonly steps: readonly { readonly youngerThanMs: number; readonly factor: number }[];
  readonly oldFactor: number;
  /** Reads due within this part of their interval go along with one that is due now. */
  readonly slack: number;
  /**
   * The same where a request has room for a number of ids, whatever they are: an empty seat costs as much as
   * a taken one.
   */
  readonly seatSlack: number;
};

const minute = 60_000;

export const defaultCadence: Cadence = {
  baseIntervalMs: 2_000,
  steps: [
    { youngerThanMs: 2 * minute, factor: 1 },
    { youngerThanMs: 10 * minute, factor: 2.5 },
    { youngerThanMs: 60 * minute, factor: 7.5 },
  ],
  oldFactor: 30,
  slack: 0.2,
  seatSlack: 0.5,
};

export function intervalAt(cadence: Cadence, ageMs: number): number {
  const step = cadence.steps.find(({ youngerThanMs }) => ageMs < youngerThanMs);
  return cadence.baseIntervalMs * (step?.factor ?? cadence.oldFactor);
}
