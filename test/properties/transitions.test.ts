import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';

import { observe, type Observation, type RecordView, newsFor, unseen } from '../../activities/feed/observation.ts';
import type { WithdrawalState } from '../../domain/state.ts';
import {
  allowedTransitions,
  isFinal,
  isMoneyBack,
  withdrawalStatuses,
  type WithdrawalStatus,
} from '../../domain/status.ts';
import type { WithdrawalRecord } from '../../domain/withdrawal.ts';
import { applyRecord } from '../../workflows/phases/applyRecord.ts';
import type { WithdrawalRun } from '../../workflows/withdrawalRun.ts';
import { aRecord } from '../support/builders.ts';

const status = fc.constantFrom(...withdrawalStatuses);
const record: fc.Arbitrary<WithdrawalRecord> = fc
  .record({
    status,
    txid: fc.constantFrom(null, '0x1', '0x2'),
    action: fc.constantFrom(null, 'confirmInApp', 'claimOnL1') as fc.Arbitrary<WithdrawalRecord['action']>,
  })
  .map((shown) => aRecord({ ...shown, exchangeStatus: shown.status.toLowerCase() }));

/** The part of a run's state that records change. A second settlement fails the test. */
function aRun(before: WithdrawalStatus) {
  const settlements: { moneyLeft: string }[] = [];
  const run = {
    state: {
      status: before,
      txid: null,
      attention: null,
      submissions: [{ outcome: 'unknown' }],
      moneyLeft: 'unknown',
      phase: 'FOLLOWING',
    } as unknown as WithdrawalState,
    lateWatchBecause: null as string | null,
    change(patch: Partial<WithdrawalState>) {
      run.state = { ...run.state, ...patch };
    },
    settle(_settlement: unknown, moneyLeft: WithdrawalState['moneyLeft'], patch: Partial<WithdrawalState>) {
      settlements.push({ moneyLeft });
      run.change({ ...patch, moneyLeft, phase: 'SETTLED' });
    },
  };
  return { run, settlements };
}

describe('records applied one after the other', () => {
  test('behavior: a final status is never left; no step back or unknown word is believed; a final one settles', () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 25 }), (shown) => {
        const { run, settlements } = aRun('PENDING');
        for (const one of shown) {
          // As the workflow: what is settled takes no further record.
          if (settlements.length > 0) break;
          const before = run.state.status ?? 'PENDING';
          applyRecord(run as unknown as WithdrawalRun, one, '2026-11-21T08:00:00.000Z');
          const after = run.state.status ?? 'PENDING';
          expect(after === before || allowedTransitions[before].includes(after)).toBe(true);
          expect(after === before || after === one.status).toBe(true);
          expect(after).not.toBe('UNKNOWN');
          expect(run.state.phase === 'SETTLED').toBe(isFinal(after));
          if (isMoneyBack(after)) expect(run.lateWatchBecause).not.toBeNull();
        }
        expect(settlements).toEqual(
          isFinal(run.state.status ?? 'PENDING')
            ? [{ moneyLeft: run.state.status === 'L1_COMPLETED' ? 'yes' : 'no' }]
            : [],
        );
      }),
      { numRuns: 2_000 },
    );
  });

  test('behavior: even if a settled one were given a record, its status would stand', () => {
    fc.assert(
      fc.property(fc.constantFrom<WithdrawalStatus[]>('L1_COMPLETED', 'FAILED', 'CANCELLED'), record, (final, one) => {
        const { run, settlements } = aRun(final);
        applyRecord(run as unknown as WithdrawalRun, one, '2026-11-21T08:00:00.000Z');
        expect(run.state.status).toBe(final);
        if (one.status !== final) expect(settlements).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

type Look = { readonly view: RecordView; readonly pauseMs: number; readonly tookMs: number };
const look: fc.Arbitrary<Look> = fc.record({
  view: fc.oneof(
    { weight: 6, arbitrary: record.map((one): RecordView => ({ kind: 'shown', record: one })) },
    { weight: 1, arbitrary: fc.constantFrom<RecordView[]>({ kind: 'absent' }, { kind: 'unreadable' }) },
  ),
  pauseMs: fc.oneof(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 90_000 })),
  tookMs: fc.integer({ min: 0, max: 5_000 }),
});
/** Often the same status several times in a row: a status that flaps is rarer than one that stays. */
const looks = fc
  .array(fc.tuple(look, fc.integer({ min: 1, max: 5 })), { maxLength: 12 })
  .map((all) => all.flatMap(([one, times]) => Array.from({ length: times }, () => one)));

describe('what reads of a record tell a waiting withdrawal', () => {
  test('behavior: money back is told only after two spaced reads in a row; absence only after covering reads', () => {
    const told = { moneyBack: 0, missing: 0 };
    fc.assert(
      fc.property(looks, fc.constantFrom(0, 1_000, 60_000), (all, confirmMoneyBackMs) => {
        let observation: Observation = unseen;
        let nowMs = 1_000_000;
        /** The latest reads that all showed the same status. */
        let unbroken: { status: WithdrawalStatus; endedMs: number }[] = [];
        /** Since when no read has shown the record. Absent and unreadable are counted apart. */
        let without = null as { kind: RecordView['kind']; sinceMs: number } | null;
        for (const { view, pauseMs, tookMs } of all) {
          nowMs += pauseMs;
          const span = { beganMs: nowMs, endedMs: nowMs + tookMs, longestGapMs: 30_000 };
          nowMs = span.endedMs;
          observation = observe(observation, view, span);
          without =
            view.kind === 'shown'
              ? null
              : without?.kind === view.kind
                ? without
                : { kind: view.kind, sinceMs: span.beganMs };
          const news = newsFor(observation, {
            lastSeen: null,
            missing: false,
            confirmMoneyBackMs,
            recordMissingMs: 60_000,
          });
          // An unreadable row says nothing, neither for nor against.
          if (view.kind === 'absent') unbroken = [];
          if (view.kind === 'shown' && unbroken.at(-1)?.status !== view.record.status) unbroken = [];
          if (news?.kind === 'changed' && isMoneyBack(news.record.status)) {
            told.moneyBack += 1;
            expect(unbroken[0]).toBeDefined();
            expect(span.beganMs - (unbroken[0]?.endedMs ?? Number.NaN)).toBeGreaterThanOrEqual(confirmMoneyBackMs);
          }
          if (view.kind === 'shown') unbroken.push({ status: view.record.status, endedMs: span.endedMs });
          if (news?.kind === 'missing') {
            told.missing += 1;
            expect(news.unreadable).toBe(view.kind === 'unreadable');
            expect(span.beganMs - (without?.sinceMs ?? Number.NaN)).toBeGreaterThanOrEqual(60_000);
          }
          if (view.kind !== 'shown') expect(news?.kind).not.toBe('changed');
        }
      }),
      { numRuns: 1_000 },
    );
    expect(Math.min(told.moneyBack, told.missing)).toBeGreaterThan(0);
  });
});
