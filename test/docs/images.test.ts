import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from '@jest/globals';

const folder = join(import.meta.dirname, '../../docs/images');

test.each(['list.png', 'withdrawal.png'])(
  'docs/images/%s is a PNG, wide enough to be read and below 300 KB',
  (file) => {
    const bytes = readFileSync(join(folder, file));
    expect(bytes.subarray(1, 4).toString()).toBe('PNG');
    // The first chunk of every PNG begins with the width.
    expect(bytes.readUInt32BE(16)).toBeGreaterThanOrEqual(1_200);
    expect(bytes.length).toBeLessThan(300_000);
  },
);
