import { join } from 'node:path';

import { expect, test } from '@jest/globals';

import { cast } from '../../../scripts/play/playCast.ts';
import { playText } from '../../../scripts/play/playText.ts';

const playground = {
  uiUrl: 'http://127.0.0.1:65535',
  controls: {
    SIMULATOR_BIGONE: 'http://127.0.0.1:65535/_simulator',
    SIMULATOR_EDGEX: 'http://127.0.0.1:65534/_simulator',
  },
  adoptableId: '1909879608889339906',
};

test('what play prints fits 100 × 40, and names the UI, what to source, the cast and the controls', () => {
  const text = playText(playground, join(process.cwd(), '.play'));
  const lines = text.split('\n');
  expect(lines.length).toBeLessThan(40);
  for (const line of lines) expect(line.length).toBeLessThan(100);
  const named = [
    'http://127.0.0.1:65535',
    '  source .play/env',
    'adopt 1909879608889339906',
    ...Object.values(cast).map((one) => one.withdrawalId),
  ];
  for (const words of [...named, ...Object.values(playground.controls)]) expect(text).toContain(words);
});
