import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** How long one execution believed that it had the grant, by the machine's own clock. */
export type Held = {
  readonly n: number;
  readonly token: string;
  readonly lane: string | null;
  readonly fromMicros: number;
  readonly toMicros: number;
  readonly outcome: string;
};

export type Claimed = {
  readonly held: readonly Held[];
  readonly counts: {
    readonly asked: number;
    readonly troubles: Readonly<Record<string, number>>;
    readonly refused: Readonly<Record<string, number>>;
  };
  readonly problems: readonly string[];
};

export type ClaimerOptions = {
  readonly address: string;
  readonly account: string;
  readonly name: string;
  readonly withdrawals: number;
  readonly inFlight: number;
};

/** Runs one process that asks for the grant of every withdrawal; answers all that it was told. Needs the built code. */
export async function startClaimer({
  address,
  account,
  name,
  withdrawals,
  inFlight,
}: ClaimerOptions): Promise<Claimed> {
  const script = fileURLToPath(new URL('claimer.js', import.meta.url));
  return await new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [script, address, account, name, String(withdrawals), String(inFlight)],
      { maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (error === null) resolve(JSON.parse(stdout) as Claimed);
        else reject(new Error(`${name} failed: ${stderr.slice(-2_000)}`, { cause: error }));
      },
    );
  });
}
