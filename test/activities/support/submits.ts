import type { Bench } from './bench.ts';

/** Capabilities of an exchange that finds a withdrawal by an id of ours. */
export const byClientId = { findBy: 'clientId', clientIdFormat: 'uuid' } as const;
/** The same, where a second send with that id does not pay twice. */
export const safe = { ...byClientId, repeatSubmit: 'safe' } as const;

export const inOneMinute = (bench: Bench): string => new Date(bench.clock.now() + 60_000).toISOString();
