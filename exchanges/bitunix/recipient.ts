import type { WithdrawalRequest } from '../../domain/withdrawal.ts';
import type { RequestProblem } from '../exchange.ts';
import { lookUp } from '../lookUp.ts';
import type { HistoryRow, InsideTransferRecipient } from './wire.ts';

type Kind = {
  /** The one form that `address` has. It allows no `*`: a masked recipient is none. */
  readonly pattern: string;
  readonly expected: string;
  readonly toInput: (address: string) => InsideTransferRecipient;
  /** The recipient that a row shows, in our form; the pattern is not checked yet. */
  readonly ofRow: (row: HistoryRow) => string | null;
  /** The same text for all spellings that reach the same person. */
  readonly canonical: (address: string) => string;
};

/** Networks that name a user of the exchange instead of a chain (MAPPING §4). */
const kinds: Readonly<Record<string, Kind>> = {
  'internal:uid': {
    // It is sent as a JSON number, so only what JSON writes in the same way is a uid.
    pattern: '^[1-9]\\d{2,17}$',
    expected: 'a Bitunix UID: 3 to 18 digits, the first not 0',
    toInput: (address) => ({ toType: 'uid', toUid: address }),
    ofRow: (row) => row.toUid,
    canonical: (address) => address,
  },
  'internal:phone': {
    pattern: '^[1-9]\\d{0,3}-\\d{4,14}$',
    expected: 'an area code and a mobile number such as 86-13800000000: digits, joined with -',
    toInput: (address) => {
      const [country = '', number = ''] = address.split('-');
      return { toType: 'phone', toPhoneCountryCode: country, toPhoneNumber: number };
    },
    ofRow: (row) =>
      row.toPhoneCountryCode === null || row.toPhoneNumber === null
        ? null
        : `${row.toPhoneCountryCode.replace(/^(?:\+|00)/, '')}-${row.toPhoneNumber}`,
    // It is the same number wherever the area code ends, with or without the 0 that is dialled only at home.
    canonical: (address) => address.replace(/-0*/, ''),
  },
  'internal:email': {
    pattern: "^[A-Za-z0-9!#$%&'+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+$",
    expected: 'an e-mail address such as name@example.com',
    toInput: (address) => ({ toType: 'email', toEmail: address }),
    ofRow: (row) => row.toEmail,
    canonical: (address) => address.toLowerCase(),
  },
};

export const internalNetworks: readonly string[] = Object.keys(kinds);

/** True for every name that begins so, known or not: none of them is ever taken for a chain. */
export function isInternalNetwork(network: string | null): boolean {
  return network?.startsWith('internal:') ?? false;
}

/** The exact form of a recipient, as a regular expression. */
export function recipientPattern(network: string): string | null {
  return lookUp(kinds, network)?.pattern ?? null;
}

/** What is wrong with a request for an internal transfer; empty for any other request. */
export function recipientProblems(
  request: Pick<WithdrawalRequest, 'network' | 'address' | 'memo'>,
): readonly RequestProblem[] {
  if (!isInternalNetwork(request.network)) return [];
  const kind = lookUp(kinds, request.network);
  if (kind === undefined)
    return [{ field: 'network', expected: `a network, or one of ${internalNetworks.join(', ')}` }];
  return [
    ...(isExact(kind, request.address) ? [] : [{ field: 'address', expected: kind.expected }]),
    ...(request.memo === null ? [] : [{ field: 'memo', expected: 'none: an internal transfer takes no memo' }]),
  ];
}

/** Who is paid, as it is sent; null unless the recipient has exactly its form. */
export function toRecipient(network: string, address: string): InsideTransferRecipient | null {
  const kind = lookUp(kinds, network);
  return kind !== undefined && isExact(kind, address) ? kind.toInput(address) : null;
}

/** Kind and recipient of a transfer's row. The recipient is null where it is not shown in full. */
export function recipientOfRow(row: HistoryRow): { readonly network: string | null; readonly address: string | null } {
  const network = `internal:${row.toType ?? ''}`;
  const kind = lookUp(kinds, network);
  if (kind === undefined) return { network: null, address: null };
  const address = kind.ofRow(row);
  return { network, address: address !== null && isExact(kind, address) ? address : null };
}

/** The same text for all spellings that reach the same person, for comparing. */
export function canonicalRecipient(network: string, address: string): string {
  return lookUp(kinds, network)?.canonical(address) ?? address;
}

function isExact(kind: Kind, address: string): boolean {
  return address.length <= 200 && new RegExp(kind.pattern).test(address);
}
