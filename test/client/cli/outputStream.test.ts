import { Writable } from 'node:stream';

import { describe, expect, test } from '@jest/globals';

import { createOutputStream } from '../../../client/cli/outputStream.ts';

/** A stream that takes so many writes and fails with this code from then on. */
function failing(code: string, takes = 0): { readonly stream: Writable; readonly taken: string[] } {
  const taken: string[] = [];
  const stream = new Writable({
    decodeStrings: false,
    write(chunk: string, _encoding, done) {
      if (taken.length >= takes) return done(Object.assign(new Error(`${code}: a failed write`), { code }));
      taken.push(chunk);
      done();
    },
  });
  return { stream, taken };
}

describe('createOutputStream', () => {
  test('behavior: everything is written, in order, once it is flushed', async () => {
    const { stream, taken } = failing('', 10);
    const output = createOutputStream(stream);
    output.write('a');
    output.write('b');
    expect(await output.flush()).toBeNull();
    expect(taken).toEqual(['a', 'b']);
    expect(output.hasEnded).toBe(false);
  });

  test.each(['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED'])(
    'behavior: a reader that has gone (%s) is no problem, and nothing more is written',
    async (code) => {
      const { stream, taken } = failing(code, 1);
      const output = createOutputStream(stream);
      for (const text of ['a', 'b', 'c']) {
        output.write(text);
        expect(await output.flush()).toBeNull();
      }
      expect(taken).toEqual(['a']);
      expect(output.hasEnded).toBe(true);
    },
  );

  test.each([
    ['ENOSPC', 'no space is left on the device'],
    ['EDQUOT', 'the disk quota is used up'],
    ['EIO', 'EIO'],
  ])('error: %s is told, also after later writes', async (code, because) => {
    const { stream } = failing(code);
    const output = createOutputStream(stream);
    output.write('a');
    output.write('b');
    expect(await output.flush()).toBe(because);
    output.write('c');
    expect(await output.flush()).toBe(because);
  });

  test('behavior: a failure between two writes does not end the process either', async () => {
    const { stream } = failing('EPIPE', 10);
    const output = createOutputStream(stream);
    output.write('a');
    await output.flush();
    stream.destroy(Object.assign(new Error('gone'), { code: 'EPIPE' }));
    await new Promise((resolve) => stream.once('close', resolve));
    expect(output.hasEnded).toBe(true);
    expect(await output.flush()).toBeNull();
  });
});
