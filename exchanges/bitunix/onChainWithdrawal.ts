import type { Destination } from './destination.ts';

/** A withdrawal to an address of the quick-withdrawal list. Source: sections 2 and 3 of the document. */
export const onChainWithdrawal: Destination = {
  submitEndpoint: 'POST /api/spot/v1/withdraw',
  idField: 'withdrawId',

  async send(client, { asset, network, address, amount, memo }) {
    const withMemo = memo === null || memo === '' ? {} : { memo };
    return client.withdraw({ coin: asset, network, address, amount, ...withMemo });
  },

  cancel: (client, id) => client.cancelWithdraw({ withdrawId: id }),
};
