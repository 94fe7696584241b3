import type { ReadContext } from '../exchange.ts';
import type { SendOptions } from '../http/http.ts';

/** How the requests of a read are sent: in which order they get their turn, and until when. Pure. */
export function readOptions({ priority, signal, onTurn }: ReadContext): SendOptions {
  return { turn: priority, ...(signal === undefined ? {} : { signal }), ...(onTurn === undefined ? {} : { onTurn }) };
}
