import type { Command } from 'commander';

import { AbnormalEndError, ResultTimeoutError } from '../../errors.ts';
import { explain } from '../../explain.ts';
import { isInterrupted } from '../../temporal/runStatus.ts';
import type { WithdrawalClient } from '../../withdrawalClient.ts';
import type { WithdrawalView } from '../../withdrawalView.ts';
import { withClient, type CommandContext } from '../commandContext.ts';
import { exitCodes } from '../exitCodes.ts';
import { seconds } from '../numbers.ts';
import { printable } from '../printable.ts';
import { waitedFor } from '../waitedFor.ts';

type WatchOptions = { interval: number; timeout?: number; json?: boolean };

export function addWatchCommand(program: Command, context: CommandContext): void {
  program
    .command('watch')
    .description('follow a withdrawal until it has settled; exit code 0 however it ended, see "money left"')
    .argument('<withdrawalId>')
    .option('--interval <seconds>', 'between two looks', seconds, 1)
    .option('--timeout <seconds>', 'give up after this long; the withdrawal goes on', seconds)
    .action(
      withClient<WatchOptions>(context, async (client, options, [withdrawalId = '']) => {
        const view = await follow(context, client, withdrawalId, options);
        // Nobody reads on, and how it ends is not known: never the 0 of a withdrawal that has settled.
        if (view === null) return { json: null, lines: [], exitCode: exitCodes.refused };
        return {
          json: view,
          lines: [
            `settled: ${view.status ?? 'nothing was accepted'}, money left: ${view.moneyLeft}`,
            explain(view).payAgain,
          ],
        };
      }),
    );
}

/** The view once it has settled. Null when nobody reads the output any more. */
async function follow(
  context: CommandContext,
  client: WithdrawalClient,
  withdrawalId: string,
  options: WatchOptions,
): Promise<WithdrawalView | null> {
  const { io } = context;
  const quiet = options.json === true;
  const until = options.timeout === undefined ? Number.POSITIVE_INFINITY : io.now() + options.timeout * 1_000;
  let shown = 0;
  let lastWait = '';
  for (;;) {
    const view = await client.get(withdrawalId);
    // Entries are counted from the first one ever, because the state drops old ones.
    const dropped = view.state?.timelineDropped ?? 0;
    const fresh = view.state?.timeline.slice(Math.max(0, shown - dropped)) ?? [];
    shown = Math.max(shown, dropped + (view.state?.timeline.length ?? 0));
    if (!quiet) {
      for (const entry of fresh)
        io.stdout(`${io.isTTY ? '\r\u001b[K' : ''}${printable(`${entry.at} ${entry.text}`)}\n`);
      lastWait = showWait(context, view, lastWait);
    }
    if (view.result !== null) {
      if (!quiet && io.isTTY) io.stdout('\r\u001b[K');
      return view;
    }
    if (io.outputHasEnded) return null;
    if (isInterrupted(view.run.status)) throw new AbnormalEndError(withdrawalId, view.run.status);
    if (io.now() >= until) throw new ResultTimeoutError(withdrawalId, options.timeout ?? 0);
    await io.pause(options.interval * 1_000);
  }
}

/** Shows what it waits for: in a terminal one line that is overwritten, elsewhere a line for each change. */
function showWait(context: CommandContext, view: WithdrawalView, last: string): string {
  const attention = view.attention === null ? '' : ` (attention: ${view.attention})`;
  const text = `${waitText(view)}${attention}`;
  if (view.result !== null) return last;
  if (context.io.isTTY) context.io.stdout(`\r\u001b[K${printable(text).slice(0, 110)}`);
  else if (text !== last) context.io.stdout(`${printable(text)}\n`);
  return text;
}

function waitText({ state, missingBecause }: WithdrawalView): string {
  if (state === null) return missingBecause ?? 'its state cannot be read';
  return `waiting for ${waitedFor(state.waitingFor)}`;
}
