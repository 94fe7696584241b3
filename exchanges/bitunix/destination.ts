import type { SubmitIntent } from '../../domain/withdrawal.ts';
import type { Failed, Reply } from '../http/classifyHttp.ts';
import type { BitunixClient } from './client.ts';

/** What differs between money to an address of a chain and money to a user of the exchange (MAPPING §4). */
export type Destination = {
  readonly submitEndpoint: string;
  /** The field of a submit's answer that may hold the record's id. */
  readonly idField: string;
  /** Sends money once. Throws only before anything is sent. */
  readonly send: (client: BitunixClient, intent: SubmitIntent) => Promise<Reply | Failed>;
  /** Asks to cancel once. Throws only before anything is sent. */
  readonly cancel: (client: BitunixClient, exchangeWithdrawalId: string) => Promise<Reply | Failed>;
};
