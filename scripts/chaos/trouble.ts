import type { Simulator } from '../../simulator/index.ts';
import type { TemporalServer } from '../server/temporalServer.ts';
import type { KeptWorker } from './keepWorker.ts';

export type TroubleOptions = {
  readonly seed: number;
  readonly withdrawals: number;
  /** A worker is killed every so many seconds: from, to. The other troubles of time are more seldom by a factor. */
  readonly killEvery: readonly [number, number];
  /** How long a worker is stopped by SIGSTOP, in seconds. */
  readonly freezeSeconds: number;
  /** What surely happens: spread over the withdrawals' ends, whatever the time. */
  readonly atLeast: Readonly<TroubleCounts>;
};

export type TroubleName =
  | 'workerKills'
  | 'workerFreezes'
  | 'workerDrains'
  | 'serverRestarts'
  | 'serverFreezes'
  | 'simulatorRestarts'
  | 'exchangeStalls'
  | 'accountPauses';
export type TroubleCounts = Record<TroubleName, number>;

/** What troubles come over. */
export type TroubleWorld = {
  readonly server: Pick<TemporalServer, 'kill' | 'restart' | 'pid'>;
  readonly simulators: ReadonlyMap<string, Pick<Simulator, 'exchange' | 'pause' | 'resume' | 'hold' | 'release'>>;
  readonly workers: readonly Pick<KeptWorker, 'name' | 'isFrozen' | 'kill' | 'drain' | 'freeze'>[];
  /** Called once while the next submit is under way; the answer takes it back. */
  onNextSubmit(exchange: string, run: () => void): () => void;
  pauseAccount(account: string, ms: number): Promise<void>;
};
