import { Option } from 'commander';

import type { CommandContext } from '../commandContext.ts';

export type ActorOption = { readonly actor?: string };

/** The option `--actor <name>`; `does` says what the person does, such as `decides`. */
export function actorOption(does: 'asks' | 'decides'): Option {
  return new Option('--actor <name>', `who ${does} (default: the user of this machine)`);
}

/** Who acts: the option, else the user of this machine. */
export function actorOf(options: ActorOption, context: CommandContext): string {
  return options.actor ?? context.io.user();
}
