import { startWorld, type World, type WorldOptions } from '../../support/world.ts';
import type { TestExchange } from '../../workflows/support/withdrawals.ts';

/** One way of sending, and where it is played. */
export type Way = {
  readonly name: string;
  readonly world: World;
  readonly exchange: TestExchange;
  /** At most one send, behind the account's grant. */ readonly fenced: boolean;
};

/**
 * The three ways that exist: behind a grant and found by our id, behind a grant and found in the history, and
 * repeated with one id.
 */
export async function startWays(
  options: WorldOptions = {},
): Promise<{ ways: readonly Way[]; fenced: readonly Way[]; stop: () => Promise<void> }> {
  const [careful, trusting] = await Promise.all([
    startWorld(options),
    startWorld({ ...options, options: { bigone: { trustGuid: true } } }),
  ]);
  const fenced = [
    { name: 'bigone', world: careful, exchange: 'bigone', fenced: true },
    { name: 'bitunix', world: careful, exchange: 'bitunix', fenced: true },
  ] as const;
  return {
    ways: [...fenced, { name: 'bigone with trusted ids', world: trusting, exchange: 'bigone', fenced: false }],
    fenced,
    stop: async () => void (await Promise.all([careful.stop(), trusting.stop()])),
  };
}
