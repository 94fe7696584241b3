import type { Simulator } from '../../simulator/index.ts';
import type { TemporalServer } from '../server/temporalServer.ts';
import type { SupervisedWorker } from './superviseWorker.ts';

export type TroubleOptions = {
  readonly seed: number;
  readonly withdrawals: number;
  /** Seconds between two kills of a worker: from, to. Other troubles are less frequent by a factor (`troubles.ts`). */
  readonly killEvery: readonly [number, number];
  /** How long a worker is stopped by SIGSTOP, in seconds. */
  readonly freezeSeconds: number;
  /** How often each happens at least, spread over the run by how many withdrawals have ended. */
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

/** What the troubles happen to. */
export type TroubleWorld = {
  readonly server: Pick<TemporalServer, 'kill' | 'restart' | 'pid'>;
  readonly simulators: ReadonlyMap<string, Pick<Simulator, 'exchange' | 'pause' | 'resume' | 'hold' | 'release'>>;
  readonly workers: readonly Pick<SupervisedWorker, 'name' | 'isFrozen' | 'kill' | 'drain' | 'freeze'>[];
  /** Calls `run` once, while the next submit is under way. The function that it returns takes that back. */
  onNextSubmit(exchange: string, run: () => void): () => void;
  pauseAccount(account: string, ms: number): Promise<void>;
};
