import { Writable } from 'node:stream';

import { describe, expect, test } from '@jest/globals';
import { pino } from 'pino';

import { describeError } from '../../workers/process/describeError.ts';
import { toTemporalLogger } from '../../workers/process/toTemporalLogger.ts';

function capture() {
  const lines: Record<string, unknown>[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(JSON.parse(chunk.toString()) as Record<string, unknown>);
      done();
    },
  });
  return { lines, log: pino({ level: 'info', serializers: { error: (error) => describeError(error) } }, stream) };
}

describe('describeError', () => {
  test('behavior: only kind, sentence and causes are shown, whatever else an error carries', () => {
    const cause = Object.assign(new TypeError('inner'), { headers: { authorization: 'hunter2' } });
    const error = Object.assign(new Error('outer', { cause }), { options: { body: 'hunter2' }, stack: 'at x' });
    expect(describeError(error)).toEqual({
      type: 'Error',
      message: 'outer',
      stack: 'at x',
      cause: { type: 'TypeError', message: 'inner' },
    });
    expect(describeError({ body: 'hunter2' })).toEqual({ type: 'object', message: 'not an Error' });
  });
});

describe('toTemporalLogger', () => {
  test('behavior: no task token, no request of a library, and bigint as text', () => {
    const { lines, log } = capture();
    toTemporalLogger(log).warn('activity failed', {
      taskToken: 'hunter2',
      at: 10n,
      error: Object.assign(new Error('x'), { body: 'hunter2' }),
    });
    expect(lines).toMatchObject([{ msg: 'activity failed', at: '10', error: { type: 'Error', message: 'x' } }]);
    expect(JSON.stringify(lines)).not.toContain('hunter2');
  });

  test('behavior: what is expected of a worker of one kind is no warning', () => {
    const { lines, log } = capture();
    toTemporalLogger(log).warn('No workflows registered, not polling for workflow tasks');
    expect(lines).toEqual([]);
  });
});
