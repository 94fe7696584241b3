import { afterAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';

import { isFinal } from '../../domain/status.ts';
import { exchanges } from '../../exchanges/registry.ts';
import { parseConfig } from '../../workers/config/loadConfig.ts';
import { type RunningWorker, startWorker } from '../../workers/startWorker.ts';
import { workflowBundle } from '../support/temporalAddress.ts';
import { startWorld, type World } from '../support/world.ts';
import { both, type TestExchange } from '../workflows/support/withdrawals.ts';
import { isMeant } from './support/judge.ts';
import { spoiled } from './support/junk.ts';
import { type JunkProxy, startJunkProxy, type Treatment } from './support/junkProxy.ts';

const treatments: readonly Treatment[] = ['lied', 'junk', 'passed'];
const seed = Number(process.env['FUZZ_SEED'] ?? 20_261_121);
const each = 4;

const world = await startWorld({ worker: false });
const proxies: Readonly<Record<TestExchange, JunkProxy>> = {
  bigone: await startJunkProxy(world.simulators.bigone.baseUrl),
  bitunix: await startJunkProxy(world.simulators.bitunix.baseUrl),
};
const lines: string[] = [];
const worker = await startProxiedWorker(world);
const unhandled: unknown[] = [];
const note = (reason: unknown): void => void unhandled.push(reason);
process.on('unhandledRejection', note);

afterAll(async () => {
  process.off('unhandledRejection', note);
  await worker.drain().then(() => worker.done);
  await world.stop();
  for (const proxy of Object.values(proxies)) await proxy.close();
});

/** The world's own configuration, with the proxies in the simulators' place. */
async function startProxiedWorker(of: World): Promise<RunningWorker> {
  const { env, tag } = of;
  const text = both.reduce(
    (sofar, exchange) => sofar.replaceAll(of.simulators[exchange].baseUrl, proxies[exchange].baseUrl),
    of.configText().replace('level = "error"', 'level = "debug"'),
  );
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
  return startWorker({
    config: parseConfig(text, `${tag}.toml`, { env, registry: exchanges }),
    env,
    log,
    crashPoint: () => {},
    code: { workflowBundle: workflowBundle() },
  });
}

/** Junk to which no document gives a meaning: no yes, no listed refusal, no final word, no HTTP 429. */
function meaningless(exchange: TestExchange): () => { status: number; body: string } {
  const finalWords = Object.entries(exchanges[exchange]?.statusTable ?? {})
    .filter(([, status]) => isFinal(status))
    .map(([word]) => word);
  const all = spoiled(proxies[exchange].samples, ['4711'], 600, seed).filter(
    (junk) =>
      junk.status !== 429 &&
      !(junk.status < 300 && isMeant(exchange, finalWords, junk.body)) &&
      !isMeant(exchange, finalWords, junk.body) &&
      junk.encoding === 'utf8',
  );
  expect(all.length).toBeGreaterThan(150);
  let index = 0;
  return () => all[(index += 1) % all.length] ?? { status: 500, body: '' };
}

describe.each(both)('%s answers junk for a while', (exchange) => {
  test('SUBMITTING → SETTLED once where booked, → NEEDS_REVIEW where not; never settled by junk', async () => {
    const proxy = proxies[exchange];
    const healthy = world.request(exchange);
    await world.client.start(healthy);
    expect(await world.client.result(healthy.withdrawalId)).toMatchObject({ status: 'L1_COMPLETED' });

    proxy.next = meaningless(exchange);
    const fates = new Map<string, Treatment>();
    proxy.treatSubmit = (address) => {
      // After each submit the reads are spoiled again.
      proxy.readsToSpoil = Math.max(0, proxy.readsToSpoil) + 4;
      return fates.get(address) ?? 'passed';
    };
    proxy.readsToSpoil = 12;
    const requests = Array.from({ length: each * treatments.length }, (_, index) => {
      const request = world.request(exchange);
      fates.set(request.address, treatments[index % treatments.length] ?? 'junk');
      return request;
    });
    await Promise.all(requests.map((request) => world.client.start(request)));
    for (const request of requests) {
      const view = await world.until(
        request.withdrawalId,
        ({ phase }) => phase === 'SETTLED' || phase === 'NEEDS_REVIEW',
      );
      const isBooked = fates.get(request.address) !== 'junk';
      expect([fates.get(request.address), view.phase, view.status, view.moneyLeft]).toEqual([
        fates.get(request.address),
        ...(isBooked ? ['SETTLED', 'L1_COMPLETED', 'yes'] : ['NEEDS_REVIEW', null, 'unknown']),
      ]);
      expect(world.accepted(exchange, request)).toHaveLength(isBooked ? 1 : 0);
      expect(proxy.submits.get(request.address)).toHaveLength(1);
    }
    expect(proxy.served).toBeGreaterThanOrEqual(12 + 4 * each);
    expect(unhandled).toEqual([]);
    // What a person finds in the log and in the histories holds no credential.
    const secrets = [`key-${exchange}-${world.tag}`, `secret-${world.tag}`];
    const histories = await Promise.all(
      requests.map(async ({ withdrawalId }) =>
        JSON.stringify(await world.temporal.workflow.getHandle(`withdrawal/${withdrawalId}`).fetchHistory()),
      ),
    );
    expect(lines.length).toBeGreaterThan(20);
    expect(secrets.filter((secret) => [...lines, ...histories].some((text) => text.includes(secret)))).toEqual([]);
    console.info(`${exchange}: ${proxy.served} junk answers to ${requests.length} withdrawals`);
  });
});
