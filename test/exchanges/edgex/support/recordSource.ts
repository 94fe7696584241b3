import { normalWithdrawRow, type NormalWithdrawRow } from '../../../../exchanges/edgex/normal-withdraw/wire.ts';
import type { RecordSource } from '../../../../exchanges/edgex/orders/readRecords.ts';

export const orderType = 'ORDER_TYPE_NORMAL_WITHDRAW';

export type OrdersPage = { readonly orderId: string; readonly type: string; readonly time: string }[];

type Given = {
  readonly nowMs: () => number;
  readonly page: (query: { readonly startTime: string; readonly offsetData?: string }) => {
    readonly dataList: OrdersPage;
    readonly nextPageOffsetData: string | null;
  };
  readonly fetch: (ids: string[]) => readonly { readonly id: string; readonly clientWithdrawId: string }[];
};

/** Orders and records of account 7, made up by a test. A record has nothing but its ids. */
export function recordSource({ nowMs, page, fetch }: Given): RecordSource<NormalWithdrawRow> {
  return {
    endpoint: 'GET /records',
    schema: normalWithdrawRow.catch(
      ({ value }) =>
        ({ ...(value as object), clientId: (value as { clientWithdrawId: string }).clientWithdrawId }) as never,
    ),
    core: {
      adapter: 'edgex-normal-withdraw',
      accountId: '7',
      nowMs,
      getAllOrdersPage: async (query: Parameters<typeof page>[0]) => ({ data: page(query) }),
    },
    fetch: async (ids: string[]) => fetch(ids).map((row) => ({ ...row, accountId: '7' })),
  } as unknown as RecordSource<NormalWithdrawRow>;
}
