import type { AnyExchangeDefinition, exchanges } from '../../exchanges/registry.ts';

/** What tells one adapter from another, in words for people. All of it comes from the registry. */
export type ExchangeRow = {
  readonly adapter: string;
  readonly name: string;
  readonly clientId: string;
  readonly lookUp: string;
  readonly repeatSubmit: string;
  readonly cancel: string;
  readonly feeMode: string;
};

type Capabilities = AnyExchangeDefinition['capabilities'];

const clientIdWords: Readonly<Record<Capabilities['clientIdFormat'], string>> = {
  none: 'none',
  uuid: 'UUID, derived from ours',
  digits: 'digits, derived from ours',
};
const lookUpWords: Readonly<Record<Capabilities['findBy'], string>> = {
  clientId: 'by our client id',
  history: 'by matching its history',
};
const repeatWords: Readonly<Record<Capabilities['repeatSubmit'], string>> = {
  safe: 'documented safe',
  never: 'never: one send behind a grant',
};
const cancelWords: Readonly<Record<Capabilities['cancel'], string>> = {
  none: 'not possible',
  asynchronous: 'taken now, read back later',
  firstReviewOnly: "only in the exchange's own first review",
};
const feeWords: Readonly<Record<Capabilities['feeMode'], string>> = {
  gross: 'inside the amount',
  net: 'on top of the amount',
  undocumented: 'undocumented',
  chosen: 'as the request says',
};

/** The README's comparison of adapters, one row each, sorted by id. Pure. */
export function exchangesTable(registry: typeof exchanges): readonly ExchangeRow[] {
  return Object.values(registry)
    .map((definition) => toRow(definition))
    .sort((a, b) => a.adapter.localeCompare(b.adapter));
}

function toRow({ id, displayName, capabilities }: AnyExchangeDefinition): ExchangeRow {
  return {
    adapter: id,
    name: displayName,
    clientId: clientIdWords[capabilities.clientIdFormat],
    lookUp: lookUpWords[capabilities.findBy],
    repeatSubmit: repeatWords[capabilities.repeatSubmit],
    cancel: cancelWords[capabilities.cancel],
    feeMode: feeWords[capabilities.feeMode],
  };
}
