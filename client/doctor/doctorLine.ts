/** What one check found. */
export type DoctorLine = {
  readonly check: string;
  readonly ok: boolean;
  readonly found: string;
  /** What to do about it; null when it is fine. */
  readonly advice: string | null;
};
