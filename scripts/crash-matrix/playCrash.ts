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
  /** What was not as it must be; none: it holds. */
  readonly problems: readonly string[];
  readonly seconds: number;
};

export type CrashPlace = Pick<CrashWorldOptions, 'dist' | 'inTurn'> & { readonly slot: CrashSlot };

const lookMs = 300;

/**
 * Plays one withdrawal past the point where a process dies, and holds what came of it against the exchange's
 * ledger. Never throws.
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
    problems.push(inWords(error), await lastSeen(stage));
  }
  // Whoever comes next must not suffer for what went wrong here.
  if (problems.length === 0 && scenario.policy === undefined) place.slot.world = world;
  else await world.stop();
  return { row, settled, problems, ledger: countOf(stage), seconds: (Date.now() - beganMs) / 1_000 };
}

/**
 * That of the last play, if it was of this adapter and nothing must be new; the worker that took over there
 * is the one to die here.
 */
async function worldFor(
  { slot, dist, inTurn }: CrashPlace,
  { adapter, point }: CrashRow,
  { policy }: CrashScenario,
): Promise<CrashWorld> {
  const { world } = slot;
  slot.world = null;
  if (world?.adapter === adapter && policy === undefined && !isAtStart(point)) {
    world.calm();
    return world;
  }
  await world?.stop();
  return await startCrashWorld({ adapter, temporal: slot.temporal, policy: policy ?? {}, dist, inTurn });
}

/** A worker comes past it while it starts. */
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
  // What dies before it polls leaves nobody who could create the account.
  if (!(await first.ready)) await crashed;
  const going = (async () => {
    await scenario.prepare?.(stage);
    await world.start({ withdrawalId, address, deadlineSeconds: scenario.deadlineSeconds });
    await scenario.act?.(stage);
    return await world.client.result(withdrawalId, { timeoutSeconds: patienceSeconds });
  })();
  const [result] = await Promise.all([going, crashed]);
  return result;
}

/**
 * Resolves when the process has died at its point and another one polls in its place. Throws when it did not
 * die there.
 */
async function replaceAfterDeath(world: CrashWorld, doomed: CrashProcess, point: string): Promise<void> {
  await diedAt(doomed.ended, point);
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
      const endMs = Date.now() + patienceSeconds * 1_000;
      while (Date.now() < endMs) {
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
    return `last seen: ${JSON.stringify({ phase, status, attention, timeline: state?.timeline.map(({ at, text }) => `${at} ${text}`) })}`;
  } catch (error) {
    return `its state could not be read: ${inWords(error)}`;
  }
}

/** With its causes: gRPC's own words are in the last of them. */
function inWords(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('message' in error)) return String(error);
  return 'cause' in error && error.cause !== undefined
    ? `${String(error.message)}, caused by: ${inWords(error.cause)}`
    : String(error.message);
}
