import { InvalidArgumentError, type Effect } from './errors.ts';
import { nearest } from './nearest.ts';

/** Every key of some options, so that the compiler sees when one is missing. */
export type KnownOptions<Options> = Readonly<Record<keyof Options, true>>;

/**
 * Throws InvalidArgumentError, which names the key, unless `options` is an object that has only known ones. A compiler
 * says the same; this is for callers without one.
 */
export function checkOptions<Options extends object>(
  options: Options,
  known: KnownOptions<Options>,
  effect: Effect = 'changes',
): void {
  const names = Object.keys(known);
  if (typeof options !== 'object' || options === null)
    throw new InvalidArgumentError('options', `an object with ${names.join(', ')}`, options, { effect });
  for (const key of Object.keys(options)) {
    if (Object.hasOwn(known, key)) continue;
    const [suggestion] = nearest(key, names);
    throw new InvalidArgumentError(key, `one of the options ${names.join(', ')}`, key, { effect, suggestion });
  }
}
