import { setTimeout as delay } from 'node:timers/promises';

import type { WithdrawalView } from '../../client/index.ts';
import type { CrashProcess } from './crashProcess.ts';
import type { CrashScenario, CrashStage } from './crashScenario.ts';
import { crashScenarios } from './crashScenarios.ts';
import type { CrashSlot } from './crashSlots.ts';
import type { CrashRow } from './crashTable.ts';
import { patienceSeconds, startCrashWorld, type CrashWorld, type CrashWorldOptions } from './crashWorld.ts';
import { diedAt } from './diedAt.ts';
import { judgeCrash, type LedgerCount } from './judgeCrash.ts';
import { isRestorePoint, type MatrixPoint } from './matrixPoints.ts';
import { quietEnd } from './temporalFacts.ts';

export type PlayedCrash = {
  readonly row: CrashRow;
  readonly ledger: LedgerCount;
  readonly settled: boolean;
  /** What was not as it must be, one sentence each; empty if all was right. */
  readonly problems: readonly string[];
  readonly seconds: number;
};

export type CrashPlace = Pick<CrashWorldOptions, 'dist' | 'inTurn'> & { readonly slot: CrashSlot };

const lookMs = 300;

/**
 * Plays one scenario in which a process dies at the row's point, and compares the result with the exchange's ledger.
 * Problems are part of the answer. Throws only if a world cannot be started or stopped.
 */
export async function playCrash(place: CrashPlace, row: CrashRow): Promise<PlayedCrash> {
  const beganMs = Date.now();
  const scenario: CrashScenario = crashScenarios[row.scenario];
  const world = await worldFor(place, row, scenario);
  const stage = stageIn(world, row.point);
  const problems: string[] = [];
  let settled = false;
  try {
    scenario.arrange?.(world);
    const result = await play(stage, scenario, row);
    settled = true;
    problems.push(...judgeCrash(scenario.end, result, countOf(stage)));
    await scenario.afterwards?.(stage);
    await quietEnd(stage);
  } catch (error) {
    problems.push(describeError(error), await lastSeen(stage));
  }
  // The next play must not inherit what went wrong here.
  if (problems.length === 0 && scenario.policy === undefined) place.slot.world = world;
  else await world.stop();
  return { row, settled, problems, ledger: countOf(stage), seconds: (Date.now() - beganMs) / 1_000 };
}

/**
 * The world of the last play, if that was of the same adapter and this play needs no new one. The worker that took over
 * there is then the one that dies here.
 */
async function worldFor(
  { slot, dist, inTurn }: CrashPlace,
  { adapter, point }: CrashRow,
  { policy }: CrashScenario,
): Promise<CrashWorld> {
  const { world } = slot;
  slot.world = null;
  if (world?.adapter === adapter && policy === undefined && !isAtStart(point)) {
    world.resetExchange();
    return world;
  }
  await world?.stop();
  return await startCrashWorld({ adapter, temporal: slot.temporal, policy: policy ?? {}, dist, inTurn });
}

/** True for points that a worker passes while it starts. */
function isAtStart(point: MatrixPoint): boolean {
  return point.startsWith('account.') || point.startsWith('http.validate.');
}

async function play(stage: CrashStage, scenario: CrashScenario, { point }: CrashRow) {
  const { world, withdrawalId, address } = stage;
  if (scenario.open !== undefined) {
    await world.startWorker(null);
    await scenario.open(stage);
  }
  const inWorker = !isRestorePoint(point);
  const first = await world.startWorker(inWorker ? point : null);
  const crashed = inWorker ? replaceAfterDeath(world, first, point) : Promise.resolve();
  // A worker that dies before it polls has not created the account: wait for the one that replaces it.
  if (!(await first.ready)) await crashed;
  const playing = (async () => {
    await scenario.prepare?.(stage);
    await world.start({ withdrawalId, address, deadlineSeconds: scenario.deadlineSeconds });
    await scenario.act?.(stage);
    return await world.client.result(withdrawalId, { timeoutSeconds: patienceSeconds });
  })();
  const [result] = await Promise.all([playing, crashed]);
  return result;
}

/** Resolves when the process has died at the point and another one polls instead. Throws if it did not die there. */
async function replaceAfterDeath(world: CrashWorld, worker: CrashProcess, point: string): Promise<void> {
  await diedAt(worker.ended, point);
  await world.startWorker(null);
}

function stageIn(world: CrashWorld, point: MatrixPoint): CrashStage {
  const { withdrawalId, address } = world.newWithdrawal();
  return {
    world,
    point,
    withdrawalId,
    address,
    async until(what, condition) {
      const giveUpAtMs = Date.now() + patienceSeconds * 1_000;
      while (Date.now() < giveUpAtMs) {
        const view: WithdrawalView = await world.client.get(withdrawalId);
        if (condition(view)) return view;
        await delay(lookMs);
      }
      throw new Error(`waited ${patienceSeconds} s in vain until ${what}`);
    },
  };
}

function countOf({ world, address }: CrashStage): LedgerCount {
  return { accepted: world.accepted(address).length, left: world.left(address).length };
}

async function lastSeen({ world, withdrawalId }: CrashStage): Promise<string> {
  try {
    const { phase, status, attention, state } = await world.client.get(withdrawalId);
    const timeline = state?.timeline.map(({ at, text }) => `${at} ${text}`);
    return `last seen: ${JSON.stringify({ phase, status, attention, timeline })}`;
  } catch (error) {
    return `its state could not be read: ${describeError(error)}`;
  }
}

/** The error's message and those of its causes; gRPC's own message is the last of them. */
function describeError(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('message' in error)) return String(error);
  return 'cause' in error && error.cause !== undefined
    ? `${String(error.message)}, caused by: ${describeError(error.cause)}`
    : String(error.message);
}
