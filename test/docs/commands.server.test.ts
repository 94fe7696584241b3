import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import type { WithdrawalRequestInput, WithdrawalView } from '../../client/index.ts';
import { addressOf } from '../../scripts/local/addressOf.ts';
import { untilView } from '../../scripts/local/untilView.ts';
import { fillPlaceholders, operatingCommands, readmeCommands } from './support/documentedCommands.ts';
import { startTestPlayground, type TestPlayground } from './support/playground.ts';

/*
 * Every command of the README and of docs/operating.md, as it stands there and in that order, in the playground that
 * `npm run play` leaves to a person. What operating.md needs beyond that is staged before the command that needs it.
 */

const setUpMs = 300_000;
const commandMs = 300_000;
/** Commands that are documented to exit with something else than 0. */
const exitCodes: Readonly<Record<string, number>> = { 'list --attention': 3 };
const stackTrace = /^\s+at .+:\d+:\d+\)?$/m;

let playground: TestPlayground;
beforeAll(async () => {
  playground = await startTestPlayground();
}, setUpMs);

async function runDocumented(line: string): Promise<void> {
  const { exitCode, output } = await playground.run(line);
  const [, documented = 0] = Object.entries(exitCodes).find(([command]) => line.includes(command)) ?? [];
  if (exitCode !== documented) throw new Error(`${line}\nexit code ${exitCode}, not ${documented}:\n${output}`);
  expect(output).not.toBe('');
  expect(output).not.toMatch(stackTrace);
}

test('npm run play prints the UI address, what to source and what to try', () => {
  for (const text of [
    "Temporal's UI: http://127.0.0.1:",
    'source .play/env',
    'npx withdrawals explain lost-1',
    'curl ',
  ])
    expect(playground.printed).toContain(text);
});

describe("the README's commands", () => {
  test.each(readmeCommands())('%s', runDocumented, commandMs);
});

test('a placeholder that nobody gave a value is refused', () => {
  expect(() => fillPlaceholders('withdrawals show <name>', { id: 'order-1' })).toThrow('no value for <name>');
});

describe("docs/operating.md's commands", () => {
  // Early: a restore waits until a minute has passed since the account's workflow ended.
  beforeAll(() => playground.terminate('account', 'bitunix/spare'));

  // Each is staged and filled by the longest beginning that `steps` has.
  test.each(operatingCommands())(
    '%s',
    async (line) => {
      const [, step] =
        Object.entries(steps)
          .filter(([beginning]) => line.replace(/^npx /, '').startsWith(`withdrawals ${beginning}`))
          .toSorted(([one], [other]) => other.length - one.length)[0] ?? [];
      if (step === undefined) throw new Error(`\`${line}\` is in no step of this test: add what it needs`);
      await step.stage?.();
      await runDocumented(fillPlaceholders(line, (await step.values?.()) ?? {}));
    },
    commandMs,
  );
});

test(
  'Ctrl-C ends the playground, and leaves no process behind',
  async () => {
    expect(await playground.stop()).toEqual({ exitCode: 0, leftProcesses: [] });
  },
  commandMs,
);

afterAll(async () => {
  // Only where the test before was filtered out or the set-up failed.
  await playground?.stop().catch(() => undefined);
}, commandMs);

type Step = {
  /** Brings about what the command is for. */
  readonly stage?: () => Promise<void>;
  /** The values of its placeholders. */
  readonly values?: () => Record<string, string> | Promise<Record<string, string>>;
};

const inReview = (view: WithdrawalView): boolean => view.phase === 'NEEDS_REVIEW';
const ids = { adopted: 'doc-adopted', contradicted: 'doc-contradicted', gone: 'doc-gone', claimed: 'doc-claimed' };

const steps: Readonly<Record<string, Step>> = {
  'list --attention': { stage: () => stageHidden(ids.adopted, inReview) },
  explain: { values: () => ({ id: ids.adopted }) },
  show: { values: () => ({ id: ids.adopted }) },
  'resolve <id> adopt': {
    stage: () => playground.control('BITUNIX', 'DELETE', '/faults'),
    values: async () => ({ id: ids.adopted, 'exchange id': await recordOf(ids.adopted) }),
  },
  'resolve <id> confirm-not-sent': {
    stage: () => stageHidden(ids.contradicted, inReview),
    values: () => ({ id: ids.contradicted }),
  },
  'resolve <id> acknowledge': { stage: contradict, values: () => ({ id: ids.contradicted }) },
  'account restore': { values: () => ({ account: 'bitunix/spare' }) },
  takeover: { stage: stageTerminated, values: () => ({ holder: ids.gone }) },
  'start --file': {
    stage: () => playground.control('BITUNIX', 'DELETE', '/faults'),
    values: () => ({ 'request.json': `${ids.gone}.json` }),
  },
  'resolve <id> confirm-claimed': { stage: stageClaim, values: () => ({ id: ids.claimed, txid: '0x5eed' }) },
  'account pause': { values: () => ({ account: 'btse/main' }) },
  'account resume': { values: () => ({ account: 'btse/main' }) },
  cancel: { stage: stageFollowed, values: () => ({ id: 'doc-followed' }) },
  nudge: { values: () => ({ id: 'doc-followed' }) },
  doctor: {},
  probe: { values: () => ({ account: 'bitunix/main' }) },
};

/** Starts a withdrawal whose submit's answer is lost and whose record stays hidden until the faults are cleared. */
async function stageHidden(withdrawalId: string, until: (view: WithdrawalView) => boolean): Promise<void> {
  const match = { address: addressOf(withdrawalId) };
  await playground.control('BITUNIX', 'POST', '/faults', { name: 'acceptThenDropReply', on: 'submit', match });
  const hidden = { name: 'recordMissing', on: 'submit', match, times: 1_000_000 };
  await playground.control('BITUNIX', 'POST', '/faults', hidden);
  await start(withdrawalId, 'bitunix/main', 'Ethereum (ERC-20)', until);
}

/** The record shows up after a person said that nothing was sent. */
async function contradict(): Promise<void> {
  await playground.control('BITUNIX', 'DELETE', '/faults');
  for (let found = false; !found;)
    for await (const { attention } of playground.client.list({ attention: 'lateContradiction' }))
      found ||= attention !== null;
}

/** Its record stays hidden, since a look-up that is still under way would find it and free the lane. */
async function stageTerminated(): Promise<void> {
  await stageHidden(ids.gone, inReview);
  await playground.terminate('withdrawal', ids.gone);
}

async function stageClaim(): Promise<void> {
  const script = [{ afterMs: 100, status: 'broadcast' }];
  await playground.control('EDGEX', 'POST', '/script', { script, match: { address: addressOf(ids.claimed) } });
  await start(ids.claimed, 'edgex-normal-withdraw/main', 'Ethereum', (view) => view.attention === 'claimOnL1');
}

async function stageFollowed(): Promise<void> {
  await playground.control('BIGONE', 'POST', '/script', { script: [], match: { address: addressOf('doc-followed') } });
  await start('doc-followed', 'bigone/treasury', 'Ethereum', (view) => view.phase === 'FOLLOWING');
}

async function start(
  withdrawalId: string,
  account: string,
  network: string,
  condition: (view: WithdrawalView) => boolean,
): Promise<void> {
  const { client, folder } = playground;
  const address = addressOf(withdrawalId);
  const requestedAt = new Date().toISOString();
  const request: WithdrawalRequestInput = {
    withdrawalId,
    account,
    asset: 'USDT',
    network,
    address,
    amount: '33',
    requestedAt,
  };
  writeFileSync(join(folder, `${withdrawalId}.json`), JSON.stringify(request));
  await client.start(request);
  await untilView({ client, withdrawalId, what: 'it is staged', condition });
}

/** The exchange's id of the record that was made for this withdrawal. */
async function recordOf(withdrawalId: string): Promise<string> {
  const ledger = await playground.ledger('BITUNIX');
  const record = ledger.find((entry) => entry.address === addressOf(withdrawalId));
  if (record === undefined) throw new Error(`the exchange has no record of ${withdrawalId}`);
  return record.exchangeWithdrawalId;
}
