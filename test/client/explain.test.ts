import { describe, expect, test } from '@jest/globals';

import { explain, explainState, explanationLines } from '../../client/explain.ts';
import { attentionReasons } from '../../domain/attention.ts';
import { phases } from '../../domain/phase.ts';
import { createBench, submit } from '../activities/support/bench.ts';
import { aState, aView } from './support/builders.ts';

const moneyLefts = ['no', 'yes', 'unknown'] as const;
const cases = phases.flatMap((phase) =>
  [null, ...attentionReasons].flatMap((attention) => moneyLefts.map((moneyLeft) => ({ phase, attention, moneyLeft }))),
);

describe('explain', () => {
  test.each(cases)(
    'behavior: $phase, attention $attention, money left $moneyLeft',
    ({ phase, attention, moneyLeft }) => {
      const explanation = explainState(aState({ phase, attention, moneyLeft }));
      const all = explanationLines(explanation).join('\n');
      expect(all).not.toMatch(/undefined|null|<id>|<account>/);
      expect(explanation.whatYouCanDo.length).toBeGreaterThan(0);
      // The one answer that costs money when it is wrong.
      const mayPayAgain = phase === 'SETTLED' && moneyLeft === 'no' && attention !== 'lateContradiction';
      expect(explanation.payAgain.startsWith('Yes')).toBe(mayPayAgain);
    },
  );

  test('behavior: a review names every decision, with the id in the command', () => {
    const lines = explanationLines(
      explainState(
        aState({
          phase: 'NEEDS_REVIEW',
          attention: 'review',
          submissions: [],
          exchangeWithdrawalId: null,
          status: null,
          exchangeStatus: null,
        }),
      ),
    );
    expect(lines).toEqual([
      'Nobody can know what became of it, so a person must decide.',
      '',
      'What happened',
      '  - 2026-11-21T08:00:00.000Z asked for: 100.5 USDT over Tron ' +
        'from bigone/treasury to TJmWh1Yp7dGq9s4LkR2vXnB8cZ5tQe9xQz',
      'What is being waited for',
      '  The exchange.',
      'Why a person should look',
      '  Nobody can know whether it was sent. Look at the exchange, then `withdrawals resolve`.',
      'What you can do',
      "  - Look at the exchange's own withdrawal history first, and write down what it shows; " +
        'it is asked for as --evidence. Then one of:',
      '  - the record is there: withdrawals resolve w-1 adopt <exchangeWithdrawalId> --evidence "…"',
      '  - it surely was not sent: withdrawals resolve w-1 confirm-not-sent --evidence "…"',
      '  - it surely was not sent and is to be sent again: withdrawals resolve w-1 resubmit --evidence "…"',
      '  - it will never be known: withdrawals resolve w-1 abandon --evidence "…"',
      'May the backend pay again?',
      '  No: whether the money left is not known yet (moneyLeft: unknown).',
    ]);
  });

  test('behavior: on a paused account, in the very words of the submit, it offers to resume it', async () => {
    const bench = createBench();
    bench.accounts.book.paused = { actor: 'ann', reason: 'audit', at: '' };
    const waiting = await submit(bench);
    const waitingFor = waiting.kind === 'waiting' ? waiting.message : '';
    const actions = explainState(aState({ phase: 'SUBMITTING', waitingFor })).whatYouCanDo;
    expect(actions).toContain('to send again from it: withdrawals account resume bigone/treasury --reason "…"');
    const others = explainState(aState({ phase: 'SUBMITTING', waitingFor: 'the exchange' })).whatYouCanDo;
    expect(others.join()).not.toContain('account resume');
  });

  test('behavior: without an answer of its workflow it says why, with one full stop', () => {
    const view = aView(aState(), { state: null, missingBecause: 'its state cannot be read now: no worker answered' });
    expect(explain(view).waitingFor).toBe('Its state cannot be read now: no worker answered.');
  });

  test('behavior: delivered', () => {
    const state = aState({
      phase: 'SETTLED',
      status: 'L1_COMPLETED',
      exchangeStatus: 'CONFIRMED',
      moneyLeft: 'yes',
      txid: 'abc',
      settlement: { at: '2026-11-21T08:05:00.000Z', by: 'record', reason: null, message: null },
    });
    expect(explanationLines(explain(aView(state))).join('\n')).toMatchInlineSnapshot(`
"It was delivered.

What happened
  - 2026-11-21T08:00:00.000Z asked for: 100.5 USDT over Tron from bigone/treasury to TJmWh1Yp7dGq9s4LkR2vXnB8cZ5tQe9xQz
  - submission: the exchange accepted it
  - the exchange calls it x-1 and says CONFIRMED (L1_COMPLETED)
  - transaction abc
  - 2026-11-21T08:05:00.000Z settled
What is being waited for
  Nothing.
What you can do
  - Nothing.
May the backend pay again?
  No: the money has left (moneyLeft: yes)."
`);
  });

  test('behavior: without an answer of its workflow it never allows to pay again', () => {
    const view = aView(aState({ phase: 'SETTLED', moneyLeft: 'no' }), {
      state: null,
      result: null,
      source: 'visibility',
      moneyLeft: 'unknown',
      missingBecause: 'no worker answered',
    });
    expect(explain(view).payAgain).toMatch(/^No:/);
  });

  test.each(['TERMINATED', 'FAILED', 'CANCELLED', 'TIMED_OUT'] as const)(
    'behavior: a run that ended as %s is told as such, whatever its last state',
    (status) => {
      const view = aView(aState({ phase: 'VALIDATING', moneyLeft: 'no' }), {
        run: { runId: 'r', status, startedAt: '', closedAt: null },
      });
      expect(explain(view)).toMatchObject({
        headline: `Its run ended abnormally (${status}): nobody follows it any more.`,
        whatYouCanDo: expect.arrayContaining([expect.stringContaining('withdrawals show w-1 --json | jq .request')]),
        payAgain: expect.stringMatching(/^No:/),
      });
    },
  );
});
