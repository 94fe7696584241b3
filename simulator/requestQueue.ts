/** Serves requests at once or, while it holds them, keeps them in order. */
export type RequestQueue = {
  add(serve: () => void): void;
  hold(): void;
  /** Serves what was held, and from now on at once. */
  release(): void;
  /** How many are held. */
  waiting(): number;
};

export function createRequestQueue(): RequestQueue {
  let held: (() => void)[] | null = null;
  return {
    add: (serve) => (held === null ? serve() : void held.push(serve)),
    hold: () => void (held ??= []),
    release() {
      const waiting = held ?? [];
      held = null;
      for (const serve of waiting) serve();
    },
    waiting: () => held?.length ?? 0,
  };
}
