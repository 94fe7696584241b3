export type CrashPoint = (name: string) => void;

type Environment = Readonly<Record<string, string | undefined>>;

/** `WITHDRAWALS_CRASH_AT=<name>[:<n>]`, as name and hit. Throws RangeError when it is not of that form. */
export function parseCrashPoint(text: string): { readonly name: string; readonly hit: number } {
  const match = /^([A-Za-z][\w.-]*)(?::([1-9]\d{0,5}))?$/.exec(text);
  if (match?.[1] === undefined) throw new RangeError('WITHDRAWALS_CRASH_AT: expected <name> or <name>:<n>, such as afterGrant:2');
  return { name: match[1], hit: Number(match[2] ?? '1') };
}

/**
 * For crash tests: ends this process without any clean-up at the n-th pass of a named point. Does nothing unless
 * `WITHDRAWALS_ALLOW_CRASH_POINTS=1` says that this process may be killed.
 */
export function createCrashPoint(env: Environment, kill: () => void = killThisProcess): CrashPoint {
  const wanted = env['WITHDRAWALS_CRASH_AT'];
  if (env['WITHDRAWALS_ALLOW_CRASH_POINTS'] !== '1' || wanted === undefined || wanted === '') return () => {};
  const { name, hit } = parseCrashPoint(wanted);
  let passes = 0;
  return (passed) => {
    if (passed !== name) return;
    passes += 1;
    if (passes === hit) kill();
  };
}

function killThisProcess(): void {
  process.kill(process.pid, 'SIGKILL');
}
