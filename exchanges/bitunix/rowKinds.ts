import { transferTypes } from './wire.ts';

/** One kind of rows in the history, and how the history is asked for it. */
export type RowKind = {
  /** Values of a row's `type`. */
  readonly types: readonly string[];
  /** Values of the filter by type; null asks without one. Several: what any of them shows is there. */
  readonly filters: readonly (TypeFilter | null)[];
};

export type TypeFilter = 'withdraw' | 'inside_transfer';

export const onChainRows: RowKind = { types: ['withdraw'], filters: ['withdraw'] };

/** The filter spells the type unlike rows do: transfers that it does not show are found without it (MAPPING §8). */
export const transferRows: RowKind = {
  types: transferTypes,
  filters: ['inside_transfer', null],
};

/** Every row that is a withdrawal of ours, of whatever kind. */
export const withdrawalRows: RowKind = { types: [...onChainRows.types, ...transferRows.types], filters: [null] };

/** True where the row shows its type, and that is not one of this kind. */
export function isOtherKind(row: unknown, kind: RowKind): boolean {
  if (typeof row !== 'object' || row === null || !('type' in row)) return false;
  return typeof row.type === 'string' && !kind.types.includes(row.type);
}
