import { mkdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { demoPaths } from '../demo/demoPaths.ts';
import { withdrawalIdOf } from '../demo/withdrawalIdOf.ts';
import { findChromium } from './findChromium.ts';
import { startDemo } from './startDemo.ts';
import { takeScreenshot, type Screenshot } from './takeScreenshot.ts';

/* Runs the demo and takes the README's pictures of Temporal's UI from it, into docs/images. */

const folder = fileURLToPath(new URL('../../../docs/images', import.meta.url));
const onlyWithdrawals = encodeURIComponent('`WorkflowType`="withdrawalWorkflow"');

/** The withdrawal whose worker was killed between sending and answering: its page shows most. */
function crashedWorkflow(): string {
  const [found] = [...demoPaths.entries()].filter(([, path]) => path.account === 'bitunix/crash');
  if (found === undefined) throw new Error('the demo no longer kills a worker on bitunix/crash: choose another path');
  const [index, path] = found;
  return `withdrawal/${withdrawalIdOf(path, index)}`;
}

function pictures(uiUrl: string): readonly Screenshot[] {
  const crashed = crashedWorkflow();
  const workflows = `${uiUrl}/namespaces/default/workflows`;
  return [
    {
      file: `${folder}/list.png`,
      url: `${workflows}?query=${onlyWithdrawals}`,
      width: 1440,
      height: 1000,
      shows: [crashed, 'Completed'],
    },
    {
      file: `${folder}/withdrawal.png`,
      url: `${workflows}/${encodeURIComponent(crashed)}`,
      width: 1440,
      height: 1000,
      shows: [crashed, 'moneyLeft', 'L1_COMPLETED', 'findLostSubmission'],
    },
  ];
}

async function main(): Promise<void> {
  const chromium = findChromium(process.env);
  const demo = await startDemo();
  try {
    mkdirSync(folder, { recursive: true });
    for (const picture of pictures(demo.uiUrl)) {
      await takeScreenshot(chromium, picture);
      console.log(`${picture.file}: ${Math.ceil(statSync(picture.file).size / 1_000)} KB`);
    }
  } finally {
    await demo.stop();
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
