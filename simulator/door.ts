/** Lets requests through one by one, or keeps them in order until it is opened again. */
export type Door = { pass(serve: () => void): void; hold(): void; release(): void; waiting(): number };

export function createDoor(): Door {
  let held: (() => void)[] | null = null;
  return {
    pass: (serve) => (held === null ? serve() : void held.push(serve)),
    hold: () => void (held ??= []),
    release() {
      const waiting = held ?? [];
      held = null;
      for (const serve of waiting) serve();
    },
    waiting: () => held?.length ?? 0,
  };
}
