import { Command } from 'commander';

import { interruption } from '../local/interruption.ts';
import { forgetTemporalSettings } from './playEnvironment.ts';
import { takePlayFolder } from './playFolder.ts';
import { playText } from './playText.ts';
import { startPlayground } from './startPlayground.ts';

const program = new Command('play')
  .description(
    'A playground: Temporal with its UI, fake exchanges, a worker, and withdrawals that wait for a person. ' +
      'It begins anew each time, and ends with Ctrl-C. Settings of this shell for another Temporal server are not used.',
  )
  .option('--folder <path>', 'where the file to source is written, with configuration and log', '.play');

async function main({ folder: name }: { folder: string }): Promise<void> {
  const interrupted = interruption();
  forgetTemporalSettings(process.env);
  const folder = takePlayFolder(name);
  const say = (line: string): void => console.log(line);
  const playground = await Promise.race([startPlayground(folder, say), interrupted]);
  // What was begun ends with this process; the next playground empties the folder.
  if (playground === 'interrupted') return;
  say(playText(playground, folder.path));
  const first = await Promise.race([playground.workerEnded, interrupted]);
  if (first !== 'interrupted') {
    say(`The worker ended (${first}). Another one: source ${folder.path}/env; npm run worker`);
    await interrupted;
  }
  say('Stopping.');
  await playground.stop();
  folder.remove();
}

program.parse();
try {
  await main(program.opts<{ folder: string }>());
  process.exit(0);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
