/** A Temporal server to use: one that already runs, or a binary on this machine that has answered `--version`. */
export type TemporalBinary =
  | { kind: 'existing'; address: string }
  | { kind: 'binary'; path: string; origin: 'path' | 'cache' | 'download' | 'compiled' };
