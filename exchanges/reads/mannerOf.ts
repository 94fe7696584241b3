import type { ReadContext } from '../exchange.ts';
import type { HttpRequest } from '../http/http.ts';

export type ReadManner = Pick<HttpRequest, 'turn' | 'signal' | 'onTurn'>;

/** How a read's requests go out, as its caller wants it. */
export function mannerOf({ priority, signal, onTurn }: ReadContext): ReadManner {
  return { turn: priority, ...(signal === undefined ? {} : { signal }), ...(onTurn === undefined ? {} : { onTurn }) };
}
