import { defineSearchAttributeKey } from '@temporalio/common';
import { upsertSearchAttributes } from '@temporalio/workflow';

import { searchAttributeNames, type SearchAttributeName } from '../domain/searchAttributes.ts';

export type SearchAttributeValues = Partial<Readonly<Record<SearchAttributeName, string | null>>>;

const keys = Object.fromEntries(
  searchAttributeNames.map((name) => [name, defineSearchAttributeKey(name, 'KEYWORD')]),
) as Record<SearchAttributeName, ReturnType<typeof defineSearchAttributeKey<'KEYWORD'>>>;

/** Upserts the attributes that differ from `before`, in one event; writes none if nothing changed. Null removes one. */
export function publishSearchAttributes(before: SearchAttributeValues, after: SearchAttributeValues): void {
  const changed = searchAttributeNames.filter(
    (name) => name in after && (before[name] ?? null) !== (after[name] ?? null),
  );
  if (changed.length === 0) return;
  upsertSearchAttributes(changed.map((name) => ({ key: keys[name], value: after[name] ?? null })));
}
