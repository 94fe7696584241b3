import { ExchangeError } from '../errors.ts';
import type { Destination } from './destination.ts';
import { toRecipient } from './recipient.ts';

const submitEndpoint = 'POST /api/spot/v1/inside_transfer';

/** A transfer to another user of the exchange. Source: sections 4 and 5 of the document (MAPPING §4). */
export const internalTransfer: Destination = {
  submitEndpoint,
  idField: 'insideTransferId',

  async send(client, { asset, network, address, amount }) {
    const recipient = toRecipient(network, address);
    if (recipient === null)
      throw new ExchangeError({
        reason: 'parameterRefused',
        adapter: 'bitunix',
        endpoint: submitEndpoint,
        note: 'the recipient has not the form of its kind; nothing was sent',
      });
    return client.insideTransfer({ coin: asset, amount, ...recipient }, 'taken');
  },

  cancel: (client, id) => client.cancelInsideTransfer({ insideTransferId: id }),
};
