import { describe, expect, test } from '@jest/globals';

import { createCatalogDirectory } from '../../../client/temporal/catalogDirectory.ts';
import type { TemporalClient } from '../../../client/temporal/temporalCalls.ts';
import type { CatalogView } from '../../../domain/accountState.ts';

const view: CatalogView = { rules: [], assets: ['USDT'] };

/** Answers queries with what `answers` holds, in order; an error of it is thrown. */
function directory(...answers: (CatalogView | Error)[]) {
  let nowMs = 0;
  let asked = 0;
  const query = async () => {
    const answer = answers[asked++];
    if (answer === undefined || answer instanceof Error) throw answer ?? new Error('asked too often');
    return answer;
  };
  const temporal = {
    withDeadline: (_: number, run: () => unknown) => run(),
    workflow: { getHandle: () => ({ query }) },
  } as unknown as TemporalClient;
  return {
    catalogs: createCatalogDirectory(temporal, () => nowMs),
    asked: () => asked,
    pass: (ms: number) => void (nowMs += ms),
  };
}

describe('createCatalogDirectory', () => {
  test('behavior: a burst of starts shares one question, per account and asset', async () => {
    const { catalogs, asked } = directory(view, view);
    const answers = await Promise.all(Array.from({ length: 20 }, () => catalogs.find('bigone/a', 'USDT')));
    expect(answers.every((answer) => answer === view)).toBe(true);
    expect(asked()).toBe(1);
    await catalogs.find('bigone/b', 'USDT');
    expect(asked()).toBe(2);
  });

  test('behavior: asks again after 10 s, and at once for a fresh answer', async () => {
    const { catalogs, asked, pass } = directory(view, view, view);
    await catalogs.find('bigone/a', 'USDT');
    pass(10_000);
    await catalogs.find('bigone/a', 'USDT');
    await catalogs.find('bigone/a', 'USDT', true);
    expect(asked()).toBe(3);
  });

  test('behavior: no answer is null, and is not remembered', async () => {
    const { catalogs } = directory(new Error('no worker'), view);
    expect(await catalogs.find('bigone/a', 'USDT')).toBeNull();
    expect(await catalogs.find('bigone/a', 'USDT')).toBe(view);
  });
});
