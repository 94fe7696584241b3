import { describe, expect, test } from '@jest/globals';

import { runWorkers } from '../../workers/temporal/runWorkers.ts';

function aWorker(name: string, events: string[]) {
  let end: () => void = () => {};
  let fail: (error: Error) => void = () => {};
  let state: 'RUNNING' | 'STOPPED' = 'RUNNING';
  return {
    getState: () => state,
    run: () =>
      new Promise<void>((resolve, reject) => {
        end = resolve;
        fail = reject;
      }),
    shutdown: () => {
      events.push(`stop ${name}`);
      state = 'STOPPED';
      void Promise.resolve().then(() => {
        events.push(`${name} ended`);
        end();
      });
    },
    break: (error: Error) => {
      state = 'STOPPED';
      fail(error);
    },
  };
}

const silent = { info: () => {}, error: () => {} };

describe('runWorkers', () => {
  const stage = () => {
    const events: string[] = [];
    const [workflows, money, follow] = [
      aWorker('workflows', events),
      aWorker('money', events),
      aWorker('follow', events),
    ];
    const running = runWorkers(
      { workflows: [workflows], activities: [money, follow] },
      async () => void events.push('waiters released'),
      silent,
    );
    return { events, money, running };
  };

  test('default: activities stop polling, waiters go, submits end, and workflows are the last to stop', async () => {
    const { events, running } = stage();
    await Promise.all([running.drain(), running.drain()]);
    await running.done;
    expect(events.slice(0, 3)).toEqual(['stop money', 'stop follow', 'waiters released']);
    expect(events.slice(-2)).toEqual(['stop workflows', 'workflows ended']);
    expect(events).toHaveLength(7);
  });

  test('error: one that breaks stops the others, and its error is the answer', async () => {
    const { events, money, running } = stage();
    money.break(new Error('broken'));
    await expect(running.done).rejects.toThrow('broken');
    expect(events).toContain('follow ended');
    expect(events).toContain('workflows ended');
    expect(events).not.toContain('stop money');
  });
});
