import { defineSearchAttributeKey, type SearchAttributePair } from '@temporalio/common';

import { searchAttributeNames, type SearchAttributeName } from '../../domain/searchAttributes.ts';

type Keys = Readonly<Record<SearchAttributeName, ReturnType<typeof defineSearchAttributeKey<'KEYWORD'>>>>;

/** The keys of our search attributes. */
export const searchAttributeKeys = Object.fromEntries(
  searchAttributeNames.map((name) => [name, defineSearchAttributeKey(name, 'KEYWORD')]),
) as Keys;

/** The values for the start of a workflow. A value that is missing is not set. */
export function searchAttributePairs(values: Partial<Record<SearchAttributeName, string>>): SearchAttributePair[] {
  return searchAttributeNames.flatMap((name) => {
    const value = values[name];
    return value === undefined ? [] : [{ key: searchAttributeKeys[name], value }];
  });
}
