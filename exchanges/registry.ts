import { bigone } from './bigone/index.ts';
import { bitunix } from './bitunix/index.ts';
import { btse } from './btse/index.ts';
import { edgexCrossWithdraw } from './edgex/cross-withdraw/index.ts';
import { edgexNormalWithdraw } from './edgex/normal-withdraw/index.ts';
import { edgexWithdraw } from './edgex/withdraw/index.ts';
import type { ExchangeDefinition } from './exchange.ts';

/** A definition whose credentials and options are checked by its own schemas, whatever they are. */
export type AnyExchangeDefinition = ExchangeDefinition<unknown, unknown>;

/** The one list of adapters: a further exchange is its folder and a line here. */
export const exchanges: Readonly<Record<string, AnyExchangeDefinition>> = {
  bigone,
  bitunix,
  btse,
  'edgex-withdraw': edgexWithdraw,
  'edgex-normal-withdraw': edgexNormalWithdraw,
  'edgex-cross-withdraw': edgexCrossWithdraw,
};

/** Those of them that are no drafts. */
export const finishedExchanges: typeof exchanges = Object.fromEntries(
  Object.entries(exchanges).filter(([, definition]) => definition.draft !== true),
);
