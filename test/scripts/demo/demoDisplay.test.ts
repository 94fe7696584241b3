import { describe, expect, test } from '@jest/globals';

import type { WithdrawalView } from '../../../client/index.ts';
import { createDemoDisplay } from '../../../scripts/demo/demoDisplay.ts';
import { demoPaths } from '../../../scripts/demo/demoPaths.ts';

const places = { uiUrl: 'http://127.0.0.1:8233', address: '127.0.0.1:7233' };
const [enter, leave] = ['\u001b[?1049h', '\u001b[?1049l'];

function fakeStream(isTTY: boolean) {
  let written = '';
  const out = { isTTY, columns: 100, rows: 40, write: (text: string) => (written += text) !== '' };
  return { out: out as unknown as NodeJS.WriteStream, written: () => written };
}

const settled = (withdrawalId: string) =>
  ({ withdrawalId, phase: 'SETTLED', status: 'FAILED', moneyLeft: 'no', attention: null }) as WithdrawalView;

describe('in a terminal', () => {
  test('what is drawn meanwhile is on the second screen and never scrolls; the last table is printed once', () => {
    const { out, written } = fakeStream(true);
    const display = createDemoDisplay(demoPaths, out);
    display.say('workers poll');
    display.begin(places);
    for (let count = 0; count < 100; count += 1) display.say(`news ${count}`);
    display.update(0, settled('demo-01-bigone-treasury'));
    display.end({ problems: ['MISMATCH one'], lines: ['Verdict: holds.'] });
    const [before = '', drawn = '', after = ''] = written().split(
      new RegExp(`${enter}|${leave}`.replace(/[?[]/g, '\\$&')),
    );
    expect(before).toBe('workers poll\n');
    const frames = drawn.split('\u001b[H').slice(1);
    expect(frames.length).toBeGreaterThan(0);
    for (const frame of frames) expect(frame.split('\r\n').length).toBeLessThanOrEqual(40);
    expect(drawn.replaceAll('\r\n', '')).not.toContain('\n');
    expect(after).toMatch(/^MISMATCH one\n24 paths .*8233\nwithdrawal .*\ndemo-01-.* FAILED +no\n/);
    expect(after).toMatch(/\nVerdict: holds\.\n$/);
    expect(after.match(/demo-01-/g)).toHaveLength(1);
  });

  test('only the first ending counts, and what comes later is not shown', () => {
    const { out, written } = fakeStream(true);
    const display = createDemoDisplay(demoPaths, out);
    display.end({ problems: [], lines: ['Stopped before the verdict.'] });
    display.end({ problems: [], lines: ['Verdict: holds.'] });
    display.say('a worker ended');
    expect(written()).toBe('Stopped before the verdict.\n');
  });
});

test('without a terminal: a line for each change, one ending, no control characters', () => {
  const { out, written } = fakeStream(false);
  const display = createDemoDisplay(demoPaths, out);
  display.say("Temporal's UI: http://127.0.0.1:8233");
  display.begin(places);
  display.update(0, settled('demo-01-bigone-treasury'));
  display.update(0, settled('demo-01-bigone-treasury'));
  display.end({ problems: [], lines: ['Verdict: holds.'] });
  display.end({ problems: [], lines: ['The demo broke before its verdict.'] });
  expect(written().split('\n')).toEqual([
    "Temporal's UI: http://127.0.0.1:8233",
    'demo-01-bigone-treasury: SETTLED · FAILED',
    'Verdict: holds.',
    '',
  ]);
});
