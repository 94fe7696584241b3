import { defineSearchAttributeKey, type SearchAttributePair } from '@temporalio/common';

import { searchAttributeNames, type SearchAttributeName } from '../../domain/searchAttributes.ts';

type Keys = Readonly<Record<SearchAttributeName, ReturnType<typeof defineSearchAttributeKey<'KEYWORD'>>>>;

/** The keys under which Temporal's lists find withdrawals, accounts and late watches. */
export const searchAttributeKeys = Object.fromEntries(
  searchAttributeNames.map((name) => [name, defineSearchAttributeKey(name, 'KEYWORD')]),
) as Keys;

/** Values for the start of a workflow; what is not given is not set. */
export function searchAttributePairs(values: Partial<Record<SearchAttributeName, string>>): SearchAttributePair[] {
  return searchAttributeNames.flatMap((name) => {
    const value = values[name];
    return value === undefined ? [] : [{ key: searchAttributeKeys[name], value }];
  });
}
