import { test } from '@jest/globals';

import type { AnyExchangeDefinition } from '../../../exchanges/registry.ts';

export type Demand = {
  readonly of: Pick<AnyExchangeDefinition, 'draft'>;
  /** What is to be written. */
  readonly text: string;
  readonly isMet: boolean;
  /** Those that what is written must pass. */
  readonly tests?: () => void;
};

/**
 * What a finished adapter must have. As long as it is missing, it is listed as to do for a draft, and fails with its
 * text for any other.
 */
export function demand({ of, text, isMet, tests }: Demand): void {
  if (isMet) tests?.();
  else if (of.draft === true) test.todo(`write: ${text}`);
  else {
    test(text, () => {
      throw new Error(`write: ${text}`);
    });
  }
}
