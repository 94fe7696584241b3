import type { z } from 'zod';

import { digits } from '../http/json.ts';

export type ParsedRows<Row> = {
  readonly rows: readonly Row[];
  /** Ids of rows that could not be read beyond their id. */
  readonly unreadableIds: readonly string[];
  /** Rows of which not even the id could be read. */
  readonly unreadableRows: number;
};

/** Reads a page row by row, so that one bad row affects only itself. Pure, never throws. */
export function parseRows<Schema extends z.ZodType>(
  page: readonly unknown[],
  schema: Schema,
): ParsedRows<z.output<Schema>> {
  const rows: z.output<Schema>[] = [];
  const unreadableIds: string[] = [];
  let unreadableRows = 0;
  for (const raw of page) {
    const parsed = schema.safeParse(raw);
    if (parsed.success) {
      rows.push(parsed.data);
      continue;
    }
    const id = digits.safeParse(
      typeof raw === 'object' && raw !== null && Object.hasOwn(raw, 'id') ? (raw as { id: unknown }).id : undefined,
    );
    if (id.success) unreadableIds.push(id.data);
    else unreadableRows += 1;
  }
  return { rows, unreadableIds, unreadableRows };
}
