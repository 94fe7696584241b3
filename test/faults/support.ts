import { expect } from '@jest/globals';

import { ResolutionRefusedError, ResultTimeoutError, type WithdrawalRequestInput } from '../../client/index.ts';
import type { Resolution, WithdrawalResult } from '../../domain/state.ts';
import type { World } from '../support/world.ts';
import type { Row } from './faultTable.ts';

export type Exchange = 'bigone' | 'bitunix';

export const person = { actor: 'tester', evidence: "the exchange's own ledger" } as const;

const patienceSeconds = 90;

/** Stages the fault, plays one withdrawal through it, and compares the end with the table and the ledger. */
export async function playRow(world: World, exchange: Exchange, row: Row): Promise<void> {
  const simulator = world.simulators[exchange];
  const request = world.request(exchange);
  const match = { address: request.address };
  const arm = (): void => simulator.arm({ name: row.name, on: row.place, match, ...row.form });
  simulator.setScript(
    row.cancels
      ? []
      : [
          { afterMs: 300, status: 'broadcast' },
          { afterMs: 700, status: 'completed' },
        ],
    match,
  );
  if (row.losesReply) simulator.arm({ name: 'acceptThenDropReply', on: 'submit', match });
  if (row.place !== 'cancel') arm();
  await world.client.start(request);
  if (row.cancels) {
    await world.until(request.withdrawalId, (view) => view.phase === 'FOLLOWING');
    if (row.place === 'cancel') arm();
    await world.client.cancel(request.withdrawalId, { actor: 'tester', reason: 'no longer wanted', waitSeconds: 0 });
  }
  if (row.end === 'neverSent') {
    await world.until(request.withdrawalId, (view) => view.phase === 'NEEDS_REVIEW');
    expect(world.accepted(exchange, request)).toHaveLength(0);
    await resolve(world, request, { kind: 'confirmNotSent', ...person });
  }
  const result = await settled(world, request);
  judge(world, exchange, request, result);
  expect(pathOf(result)).toBe(row.path);
  expect(endOf(world, exchange, request)).toBe(row.end);
  if (row.cancels) expect(result.cancel?.outcome).toBe(row.end === 'delivered' ? 'tooLate' : 'cancelled');
}

/** The result must agree with the exchange's ledger, and nothing may have been accepted twice. */
export function judge(
  world: World,
  exchange: Exchange,
  request: WithdrawalRequestInput,
  result: WithdrawalResult,
): void {
  const [entry, ...more] = world.accepted(exchange, request).filter(({ amount }) => amount === request.amount);
  expect(more).toHaveLength(0);
  if (result.status === 'L1_COMPLETED') {
    expect(entry?.money).toBe('left');
    expect(result).toMatchObject({
      moneyLeft: 'yes',
      exchangeWithdrawalId: entry?.exchangeWithdrawalId,
      txid: entry?.txid,
    });
  } else {
    expect(result.moneyLeft).toBe('no');
    expect(entry?.money ?? 'returned').toBe('returned');
  }
}

function endOf(world: World, exchange: Exchange, request: WithdrawalRequestInput): string {
  const [entry] = world.accepted(exchange, request);
  if (entry === undefined) return 'neverSent';
  return entry.money === 'left' ? 'delivered' : entry.money;
}

/** Every phase that it went through, in order, from the submit on. */
export function pathOf(result: WithdrawalResult): string {
  const phases = result.state.timeline.flatMap(({ kind, status, text }) => {
    if (kind === 'review') return ['NEEDS_REVIEW'];
    if (kind === 'submit' && status === 'PENDING') return ['FOLLOWING'];
    return kind === 'phase' ? [/^\w+/.exec(text)?.[0] ?? text] : [];
  });
  return phases.filter((phase, index) => phase !== 'VALIDATING' && phase !== phases[index - 1]).join(' → ');
}

/** The result. If there is none, throws an error with all that happened. */
export async function settled(world: World, request: WithdrawalRequestInput): Promise<WithdrawalResult> {
  try {
    return await world.client.result(request.withdrawalId, { timeoutSeconds: patienceSeconds });
  } catch (error) {
    if (!(error instanceof ResultTimeoutError)) throw error;
    const { state } = await world.client.get(request.withdrawalId);
    throw new Error(`not settled in ${patienceSeconds} s: ${JSON.stringify(state, null, 1)}`, { cause: error });
  }
}

/** A person's decision. It is repeated while the exchange cannot be read, as a person would do. */
export async function resolve(world: World, request: WithdrawalRequestInput, resolution: Resolution): Promise<void> {
  for (let asked = 0; ; asked += 1) {
    const because = await refusalOf(world, request, resolution);
    if (because === null) return;
    if (asked === 20 || !/nothing can be decided now|could not be read/.test(because))
      throw new Error(`refused: ${because}`);
    await new Promise((done) => setTimeout(done, 200));
  }
}

/** Why a decision is refused; null: it was taken. */
export async function refusalOf(
  world: World,
  request: WithdrawalRequestInput,
  resolution: Resolution,
): Promise<string | null> {
  try {
    await world.client.resolve(request.withdrawalId, resolution);
    return null;
  } catch (error) {
    if (error instanceof ResolutionRefusedError) return error.because;
    throw error;
  }
}

/**
 * After all rows: every fault struck at least as often as it was staged, and the ledgers hold what the rows say and
 * nothing else.
 */
export function judgeWhole(world: World, exchange: Exchange, rows: readonly Row[]): void {
  const simulator = world.simulators[exchange];
  const staged = (name: Row['name']): number => rows.filter((row) => row.name === name).length;
  expect(rows.map((row) => row.name).filter((name) => simulator.armedFaultHits(name) < staged(name))).toEqual([]);
  const accepted = simulator.ledger.accepted();
  expect(new Set(accepted.map((entry) => entry.address)).size).toBe(accepted.length);
  expect(accepted).toHaveLength(rows.filter((row) => row.end !== 'neverSent').length);
  expect(simulator.ledger.left()).toHaveLength(rows.filter((row) => row.end === 'delivered').length);
}
