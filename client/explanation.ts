/** A withdrawal in plain words. */
export type Explanation = {
  readonly headline: string;
  /** In the order in which it happened. */
  readonly happened: readonly string[];
  readonly waitingFor: string;
  /** Why a person should look, or null. */
  readonly attention: string | null;
  readonly whatYouCanDo: readonly string[];
  /** Whether the backend may pay again. Starts with `Yes` only when it surely may. */
  readonly payAgain: string;
};
