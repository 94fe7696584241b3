/*
 * One backend process of the load test: takes every withdrawal of a range in turn, as an execution of the submit does,
 * and prints what it was answered. Plain JavaScript over the built client, so that it is a process of its own.
 *
 * node claimer.js <address> <account> <process name> <withdrawals> <in flight>
 */
import { AccountError } from '../../../../dist/activities/account/accountError.js';
import { createAccountsClient } from '../../../../dist/activities/account/accountsClient.js';
import { connect } from '../../../../dist/client/index.js';

const [address, account, name, withdrawals, inFlight] = process.argv.slice(2);
const temporal = await connect({ address });
const accounts = createAccountsClient(temporal.client);
const clock = () => Number(process.hrtime.bigint() / 1_000n);
const counts = { asked: 0, troubles: {}, refused: {} };
/** @type {import('./startClaimer.ts').Held[]} */
const held = [];
const problems = [];
/** The last withdrawal of this process on each lane. The next one waits for it, so only the two processes compete. */
const onLane = new Map();
/** How long it waits before it asks again: shorter than in production, since no money moves here. */
const askAgainAfterMs = 50;
let next = 0;

/** A lost answer is asked for again, as every activity does. */
async function until(call) {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof AccountError)) throw error;
      counts.troubles[error.reason] = (counts.troubles[error.reason] ?? 0) + 1;
    }
  }
}

async function ask(request) {
  counts.asked += 1;
  return until(() => accounts.requestGrant(account, request));
}

/** Every third shares one of few lanes with others; the rest have none. */
const laneOf = (n) => (n % 3 === 0 ? `lane-${n % 8}` : null);

/** What becomes of it; all but `notSent` are a send. */
const outcomeOf = (n, attempt) =>
  attempt === 0 && n % 10 === 0 ? 'notSent' : n % 10 === 1 ? 'unknown' : n % 10 === 2 ? 'rejected' : 'accepted';

async function take(n) {
  const withdrawalId = `w-${n}`;
  for (let attempt = 0; ; attempt += 1) {
    const token = `${name}-${n}-${attempt}`;
    const request = {
      withdrawalId,
      submission: 1,
      token,
      laneKey: laneOf(n),
      baseline: { takenAtMs: n, exchangeWithdrawalIds: [`before-${n}`] },
    };
    let answer = await ask(request);
    while (answer.kind === 'notNow') {
      counts.refused[answer.refusal] = (counts.refused[answer.refusal] ?? 0) + 1;
      await new Promise((resolve) => setTimeout(resolve, askAgainAfterMs));
      answer = await ask(request);
    }
    if (answer.kind !== 'granted') {
      if (answer.kind !== 'alreadyGranted') problems.push(`${withdrawalId}: answered ${answer.kind}`);
      else if (answer.claim.token === token) problems.push(`${withdrawalId}: told its own token that another has it`);
      return;
    }
    const fromMicros = clock();
    const again = n % 4 === 0 ? await ask(request) : answer;
    if (again.kind !== 'granted')
      problems.push(`${withdrawalId}: granted, then asked again with the same token: ${again.kind}`);
    const outcome = outcomeOf(n, attempt);
    held.push({ n, token, lane: laneOf(n), fromMicros, toMicros: clock(), outcome });
    const report = {
      withdrawalId,
      submission: 1,
      token,
      outcome,
      exchangeWithdrawalId: outcome === 'accepted' ? `x-${n}` : null,
    };
    await until(() => accounts.reportOutcome(account, report));
    if (outcome === 'unknown') {
      const late = await ask({ ...request, token: `${token}-late` });
      if (late.kind !== 'alreadyGranted') problems.push(`${withdrawalId}: unknown, then asked again: ${late.kind}`);
      await until(() =>
        accounts.reportOutcome(account, { ...report, token: null, outcome: 'settled', exchangeWithdrawalId: `x-${n}` }),
      );
    }
    if (outcome !== 'notSent') return;
  }
}

async function takeInTurn(n) {
  const lane = laneOf(n);
  if (lane === null) return take(n);
  const turn = (onLane.get(lane) ?? Promise.resolve()).then(() => take(n));
  onLane.set(lane, turn);
  return turn;
}

async function work() {
  while (next < Number(withdrawals)) await takeInTurn(next++);
}

await Promise.all(Array.from({ length: Number(inFlight) }, work));
await temporal.close();
process.stdout.write(JSON.stringify({ held, counts, problems }));
