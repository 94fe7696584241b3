import { describe, expect, test } from '@jest/globals';

import { aState, aView } from '../support/builders.ts';
import { aClient, runWith } from '../support/fakeClient.ts';

const review = aState({ phase: 'NEEDS_REVIEW', attention: 'review' });
const gone = { outputTakes: 0 };
const full = { outputTakes: 0, outputProblem: 'no space is left on the device' };

describe('output that cannot be written', () => {
  test.each([
    [['--help'], 0],
    [['show', 'w-1'], 0],
    [['list', '--attention'], 3],
    [['show', 'w-9'], 4],
    [['shwo'], 2],
  ])('behavior: a reader that has gone leaves %j its own exit code %d', async (argv, exitCode) => {
    const run = await runWith(aClient([review]), argv, gone);
    expect(run.exitCode).toBe(exitCode);
    expect(run.stderr).not.toContain('could not be written');
  });

  test.each([
    [['show', 'w-1'], 1],
    [['--help'], 1],
    [['list', '--attention'], 3],
  ])('error: on a full disk %j says so in one sentence, exit code %d', async (argv, exitCode) => {
    expect(await runWith(aClient([review]), argv, full)).toEqual({
      exitCode,
      stdout: '',
      stderr: 'The output could not be written: no space is left on the device.\n',
    });
  });

  test('error: the same as JSON', async () => {
    const { stderr } = await runWith(aClient([review]), ['show', 'w-1', '--json'], full);
    expect(JSON.parse(stderr)).toEqual({
      error: 'output',
      message: 'The output could not be written: no space is left on the device.',
    });
  });

  test('behavior: watch ends when nobody reads on, and not as if it had settled', async () => {
    let looks = 0;
    const client = aClient([], {
      get: async () => {
        looks++;
        const at = `2026-11-21T08:00:0${looks}.000Z`;
        return aView({ ...review, timeline: [...review.timeline, { at, kind: 'phase', text: `look ${looks}` }] });
      },
    });
    const { exitCode, stdout } = await runWith(client, ['watch', 'w-1', '--timeout', '60'], { outputTakes: 1 });
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '2026-11-21T08:00:01.000Z VALIDATING\n' });
    expect(looks).toBe(1);
  });
});
