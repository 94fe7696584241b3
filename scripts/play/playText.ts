import { relative } from 'node:path';

import { cast } from './playCast.ts';
import type { Playground } from './startPlayground.ts';

type Shown = Pick<Playground, 'uiUrl' | 'controls' | 'adoptableId'>;

/** What is printed once the playground is ready. `folder` is absolute. */
export function playText(playground: Shown, folder: string): string {
  const { uiUrl, controls, adoptableId } = playground;
  const below = relative(process.cwd(), folder);
  const shown = below.startsWith('..') ? folder : below;
  const control = (exchange: string): string => `$SIMULATOR_${exchange}`;
  const columns = Math.max(...Object.keys(controls).map((name) => name.length));
  return [
    `The playground is ready. Temporal's UI: ${uiUrl ?? 'none'}`,
    `Fake money and fake exchanges; nothing is kept. The worker's log: ${shown}/worker.log`,
    '',
    'In another shell, in this folder:',
    `  source ${shown}/env`,
    '  npx withdrawals list --open',
    '  npx withdrawals explain lost-1',
    `  npx withdrawals resolve lost-1 adopt ${adoptableId} --evidence "ticket 12"`,
    'The README\'s section "Command line" goes on from there. What waits for you:',
    ...Object.values(cast).map(({ withdrawalId, about }) => `  ${withdrawalId.padEnd(11)} ${about}`),
    "  bitunix/spare: the account's workflow was terminated, so nothing is sent from it",
    '',
    'What an exchange accepted, a fault for its next submit, how its withdrawals go on:',
    `  curl ${control('BIGONE')}/ledger`,
    `  curl -X POST ${control('BIGONE')}/faults -d '{"name":"acceptThenDropReply","on":"submit"}'`,
    `  curl -X POST ${control('BIGONE')}/script -d '{"script":[{"afterMs":1000,"status":"failed"}]}'`,
    ...Object.entries(controls).map(([name, url]) => `  ${name.padEnd(columns)} ${url}`),
    '',
    'Ctrl-C ends everything.',
  ].join('\n');
}
