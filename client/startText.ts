import type { WithdrawalRequest } from '../domain/withdrawal.ts';

const maximumSummaryLength = 180;
const recoveryLine =
  '- **Recovery run:** an earlier run ended abnormally; ' +
  'this one looks up what happened and sends nothing by itself';

/** At most 180 characters for Temporal's list: "100.5 USDT over Tron from bigone/treasury to TJmW…9xQz". */
export function startSummary({ amount, asset, network, account, address }: WithdrawalRequest): string {
  const text = `${amount} ${asset} over ${network} from ${account} to ${shortAddress(address)}`;
  return text.length <= maximumSummaryLength ? text : `${text.slice(0, maximumSummaryLength - 1)}…`;
}

/** The request in Markdown, for Temporal's detail page. */
export function startDetails(request: WithdrawalRequest, recovery: boolean): string {
  const rows: readonly (readonly [string, string | null])[] = [
    ['Amount', `${request.amount} ${request.asset}`],
    ['Network', request.network],
    ['From', request.account],
    ['To', request.address],
    ['Memo', request.memo],
    ['Requested', request.requestedAt],
    ['Deadline', request.deadlineAt],
  ];
  const lines = rows.flatMap(([label, value]) =>
    value === null ? [] : [`- **${label}:** \`${value.replaceAll('`', "'")}\``],
  );
  return (recovery ? [...lines, recoveryLine] : lines).join('\n');
}

function shortAddress(address: string): string {
  return address.length <= 10 ? address : `${address.slice(0, 4)}…${address.slice(-4)}`;
}
