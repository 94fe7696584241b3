import { Command } from 'commander';

import { interruption } from '../local/interruption.ts';
import { forgetTemporalSettings } from './playEnvironment.ts';
import { takePlayFolder } from './playFolder.ts';
import { playText } from './playText.ts';
import { startPlayground } from './startPlayground.ts';

const program = new Command('play')
  .description(
    'A playground: Temporal with its UI, fake exchanges, a worker, and withdrawals that wait for a person. ' +
      'It begins anew each time, ends with Ctrl-C, and never uses another Temporal server.',
  )
  .option('--folder <path>', 'where the file to source is written, with configuration and log', '.play');

async function main({ folder: name }: { folder: string }): Promise<void> {
  const interrupted = interruption();
  const say = (line: string): void => console.log(line);
  if (process.env['TEMPORAL_ADDRESS']) say('TEMPORAL_ADDRESS is not used: a playground has a server of its own.');
  forgetTemporalSettings(process.env);
  const folder = takePlayFolder(name);
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
