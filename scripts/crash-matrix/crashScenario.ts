import type { WithdrawalView } from '../../client/index.ts';
import type { CrashWorld } from './crashWorld.ts';
import type { CrashEnd } from './judgeCrash.ts';
import type { MatrixPoint } from './matrixPoints.ts';

/** One withdrawal's way past the point where a process dies. */
export type CrashScenario = {
  readonly title: string;
  readonly end: CrashEnd;
  /** Seconds from its start. Absent: no deadline. */
  readonly deadlineSeconds?: number;
  /** Durations of the policy that differ from the usual ones. */
  readonly policy?: Readonly<Record<string, string>>;
  /** Faults and scripts, before anything runs. */
  readonly arrange?: (world: CrashWorld) => void;
  /** Before the worker that is to die is started, with the account already there. */
  readonly open?: (stage: CrashStage) => Promise<void>;
  /** Before the withdrawal is started, with a worker running if it lives so long. */
  readonly prepare?: (stage: CrashStage) => Promise<void>;
  /** What a backend or a person does from the start on, in a world in which a worker dies. It decides itself when. */
  readonly act?: (stage: CrashStage) => Promise<void>;
  /** After the result. */
  readonly afterwards?: (stage: CrashStage) => Promise<void>;
};

/** What a scenario is given while it runs. */
export type CrashStage = {
  readonly world: CrashWorld;
  readonly point: MatrixPoint;
  readonly withdrawalId: string;
  readonly address: string;
  /** Resolves when the state satisfies the condition; waits while no worker answers. Throws when it never does. */
  readonly until: (what: string, condition: (view: WithdrawalView) => boolean) => Promise<WithdrawalView>;
};
