import { Option, type Command } from 'commander';

/**
 * An option without which a command does nothing. It is missed only after everything that was given has been looked at,
 * so that `--evidnce` is told as the typo that it is.
 */
export class NeededOption extends Option {
  constructor(flags: string, description: string) {
    super(flags, `mandatory: ${description}`);
  }
}

/** Ends the command as wrong usage when an option that it needs is missing. */
export function checkNeededOptions(command: Command): void {
  for (const option of command.options) {
    if (!(option instanceof NeededOption) || command.getOptionValue(option.attributeName()) !== undefined) continue;
    command.error(`error: required option '${option.flags}' not specified`);
  }
}
