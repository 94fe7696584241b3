import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { phases } from '../../../domain/phase.ts';
import { withdrawalStatuses } from '../../../domain/status.ts';
import { stoppedEnding, verdictEnding } from '../../../scripts/demo/demoEnding.ts';
import { finalLines, liveLines, type DemoFrame, type ShownView } from '../../../scripts/demo/demoFrame.ts';
import { demoPaths } from '../../../scripts/demo/demoPaths.ts';
import { withdrawalIdOf } from '../../../scripts/demo/withdrawalIdOf.ts';

const terminal = { columns: 100, rows: 40 };
const places = { uiUrl: 'http://127.0.0.1:65535', address: '127.0.0.1:65535' };
/** Ctrl-C's own line, and the shell's next prompt. */
const linesAfterwards = 2;

const anyView = fc.record({
  phase: fc.constantFrom(...phases, null),
  status: fc.constantFrom(...withdrawalStatuses, null),
  moneyLeft: fc.constantFrom('yes' as const, 'no' as const, 'unknown' as const),
});
const anyViews = fc
  .array(fc.option(anyView), { minLength: demoPaths.length, maxLength: demoPaths.length })
  .map((views) => new Map(views.flatMap((view, index) => (view === null ? [] : [[index, view] as const]))));
const anyNews = fc.array(fc.string({ unit: 'binary-ascii', maxLength: 300 }), { maxLength: 60 });

const rows = demoPaths.map((path, index) => `${withdrawalIdOf(path, index).padEnd(36)}${path.title}`);

const allWith = (view: ShownView): DemoFrame => ({
  paths: demoPaths,
  views: new Map(demoPaths.map((_path, index) => [index, view])),
  places,
  news: [],
});
const delivered = allWith({ phase: 'SETTLED', status: 'L1_COMPLETED', moneyLeft: 'yes' });

describe('the demo while it runs', () => {
  test('fits 100 × 40 whatever the views and the news, with header and UI address', () => {
    fc.assert(
      fc.property(anyViews, anyNews, (views, news) => {
        const lines = liveLines({ paths: demoPaths, views, places, news }, terminal);
        expect(lines.length).toBeLessThanOrEqual(terminal.rows);
        for (const line of lines) expect(line.length).toBeLessThan(terminal.columns);
        expect(lines[0]).toContain(places.uiUrl);
        const text = lines.join('\n');
        expect(text).toMatch(/^withdrawal +path +status +left$/m);
        for (const row of rows) expect(text).toContain(row);
      }),
    );
  });

  test('shows the newest news in the room that is left', () => {
    const news = Array.from({ length: 30 }, (_one, index) => `news ${index}`);
    const lines = liveLines({ ...delivered, news }, terminal);
    expect(lines.at(-1)).toBe('news 29');
    expect(lines).toHaveLength(terminal.rows);
  });

  test('in a small terminal shows those under way first, and counts the others', () => {
    const views = new Map(delivered.views);
    views.set(22, { phase: 'SUBMITTING', status: null, moneyLeft: 'unknown' });
    const lines = liveLines({ ...delivered, views }, { columns: 80, rows: 12 });
    expect(lines).toHaveLength(12);
    expect(lines[4]).toMatch(/^demo-23-edgex-withdraw-main .*SUBMITTING +unknown$/);
    expect(lines.at(-1)).toBe('… and 17 more');
    for (const line of lines) expect(line.length).toBeLessThan(80);
  });

  test.each([
    ['VALIDATING', null, 'VALIDATING'],
    ['FOLLOWING', null, 'FOLLOWING'],
    ['FOLLOWING', 'L1_CONFIRMING', 'L1_CONFIRMING'],
    ['FOLLOWING', 'FAILED', 'FOLLOWING'],
    ['CANCELLING', 'PENDING', 'CANCELLING'],
    ['SETTLED', 'FAILED', 'FAILED'],
    ['SETTLED', null, 'not sent'],
  ] as const)('%s with status %s is shown as %s', (phase, status, shown) => {
    const [, , , , row] = liveLines(allWith({ phase, status, moneyLeft: 'unknown' }), terminal);
    expect(row?.split(/ {2,}/).slice(2)).toEqual([shown, 'unknown']);
  });
});

describe("the demo's last screen", () => {
  const verdict = {
    withdrawals: demoPaths.length,
    settled: demoPaths.length,
    needsReview: 0,
    ledger: { accepted: 19, left: 17, duplicates: 0 },
    mismatches: [],
  };

  test('table, verdict, next steps and UI address fit 100 × 40, with the prompt after Ctrl-C', () => {
    const ending = verdictEnding(verdict, { paths: demoPaths, places, staysUp: true });
    const screen = [...finalLines(delivered, terminal.columns), ...ending.lines];
    expect(screen.length + linesAfterwards).toBeLessThanOrEqual(terminal.rows);
    for (const line of screen) expect(line.length).toBeLessThan(terminal.columns);
    const text = ending.lines.join('\n');
    expect(text).toContain('Verdict: holds. 24 of 24 settled; 0 mismatches.');
    for (const step of ['1. Open http', '2. export TEMPORAL_ADDRESS=127.0.0.1:65535; npx ', '3. npm run play'])
      expect(text).toContain(step);
    expect(ending.lines.at(-1)).toBe(`Temporal's UI: ${places.uiUrl}, up until Ctrl-C.`);
  });

  test('what is wrong comes before the table, so that the verdict stays on the screen', () => {
    const mismatches = Array.from({ length: 50 }, (_one, index) => `demo-${index} is wrong`);
    const ending = verdictEnding({ ...verdict, mismatches }, { paths: demoPaths, places, staysUp: true });
    expect(ending.problems).toHaveLength(50);
    expect(ending.lines.join('\n')).toContain('Verdict: DOES NOT HOLD. 24 of 24 settled; 50 mismatches.');
  });

  test('paid twice does not hold, even without a mismatch', () => {
    const paidTwice = { ...verdict, ledger: { accepted: 20, left: 18, duplicates: 1 } };
    const ending = verdictEnding(paidTwice, { paths: demoPaths, places, staysUp: false });
    expect(ending.lines.join('\n')).toContain('DOES NOT HOLD');
  });

  test('stopped before the verdict says so, with the UI address', () => {
    const ending = stoppedEnding(7, demoPaths, places);
    expect(ending.lines.slice(1)).toEqual([
      'Stopped before the verdict: 7 of 24 had settled.',
      `Temporal's UI: ${places.uiUrl}, until now.`,
    ]);
  });
});
