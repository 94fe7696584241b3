import { afterAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';

import { exchanges } from '../../exchanges/registry.ts';
import { parseConfig } from '../../workers/config/loadConfig.ts';
import { StartupError } from '../../workers/startupError.ts';
import { startWorker } from '../../workers/startWorker.ts';
import { workflowBundle } from '../support/temporalAddress.ts';
import { startWorld } from '../support/world.ts';

// Its own worker runs and has made the account workflows. The tests start further workers with mistakes.
const world = await startWorld();
afterAll(() => world.stop());

type Mistake = { readonly text?: (good: string) => string; readonly env?: Record<string, string> };

/** Starts a worker with this configuration and answers why it did not start. */
async function problemsOf({
  text = (good) => good,
  env = {},
}: Mistake): Promise<{ problems: readonly string[]; logged: string }> {
  let logged = '';
  const log = pino({ level: 'trace' }, { write: (line: string) => void (logged += line) });
  const all = { ...world.env, ...env };
  try {
    const config = parseConfig(text(world.configText()), 'withdrawals.toml', { env: all, registry: exchanges });
    const running = await startWorker({
      config,
      env: all,
      log,
      crashPoint: () => {},
      code: { workflowBundle: workflowBundle() },
    });
    await running.drain();
    await running.done;
    throw new Error('it started');
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    return { problems: error.problems, logged };
  }
}

const upper = world.tag.toUpperCase();
const accountPath = (exchange: string): string => `accounts."${exchange}/t${world.tag}"`;
const wrong = 'not-the-secret-0123456789';

const mistakes: readonly (readonly [string, Mistake, RegExp])[] = [
  [
    'a wrong secret',
    { env: { [`SECRET_${upper}`]: wrong } },
    new RegExp(
      `^${accountPath('bigone')}\\.credentials \\(apiKey, apiSecret\\): the exchange refused the key or its signature`,
    ),
  ],
  [
    'a key that the exchange does not know',
    { env: { [`KEY_BITUNIX_${upper}`]: wrong } },
    new RegExp(`^${accountPath('bitunix')}\\.credentials .*the exchange refused the key`),
  ],
  [
    'the key of another account',
    { text: (good) => good.replace('exchangeAccountId = "2001"', 'exchangeAccountId = "2002"') },
    new RegExp(`^${accountPath('bitunix')}\\.exchangeAccountId: configured 2002, the exchange says 2001`),
  ],
  [
    'a base URL that is not this exchange',
    { text: (good) => good.replaceAll(world.simulators.bitunix.baseUrl, world.simulators.bigone.baseUrl) },
    new RegExp(`^${accountPath('bitunix')}\\.(baseUrl|credentials)`),
  ],
  [
    'a base URL without its path',
    { text: (good) => good.replace('/api/v3', '/api/v9') },
    new RegExp(`^${accountPath('bigone')}\\.baseUrl: .*does not answer like BigONE`),
  ],
  [
    'a secret that is not set',
    { text: (good) => good.replaceAll(`SECRET_${upper}`, 'NOT_THERE') },
    new RegExp(`${accountPath('bigone')}\\.credentials\\.apiSecret.*NOT_THERE`),
  ],
  [
    'a typo in the name of a field',
    { text: (good) => good.replace('baseUrl', 'baseURL') },
    /baseURL: .*(unknown|baseUrl)/i,
  ],
  ['a typo in a table', { text: (good) => good.replace('[policy]', '[polcy]') }, /polcy/],
  [
    'a duration that is none',
    { text: (good) => good.replace('followHold = "20 seconds"', 'followHold = "20 secondz"') },
    /policy\.followHold: /,
  ],
  [
    'a group that has no account',
    { text: (good) => good.replace(`groups = [ "${world.tag}" ]`, 'groups = [ "elsewhere" ]') },
    /worker\.groups\[0\]: no account has workerGroup "elsewhere"/,
  ],
  ['a file that is no TOML', { text: (good) => `${good}\n[worker\n` }, /withdrawals\.toml:\d+:\d+: /],
];

describe('a worker with a mistake in its configuration', () => {
  test.concurrent.each(mistakes)(
    'error: %s: does not start, names the field, shows no secret',
    async (_name, mistake, expected) => {
      const { problems, logged } = await problemsOf(mistake);
      expect(problems.join('\n').replaceAll('withdrawals.toml: ', '')).toMatch(new RegExp(expected, 'm'));
      expect(`${problems.join('\n')}${logged}`).not.toMatch(
        new RegExp(`secret-${world.tag}|key-(bigone|bitunix)-${world.tag}|${wrong}`),
      );
    },
  );

  test.concurrent('error: another exchange account behind the same name than the account workflow knows', async () => {
    const other = await startWorld({ worker: false });
    try {
      // The account number of the second simulator's account is the same, its base URL is not: another
      // exchange account.
      const { problems } = await problemsOf({
        text: (good) => good.replace(world.simulators.bigone.baseUrl, other.simulators.bigone.baseUrl),
        env: {
          [`KEY_BIGONE_${upper}`]: Object.values(other.env).find((value) => value.startsWith('key-bigone')) ?? '',
          [`KEY_BITUNIX_${upper}`]: world.env[`KEY_BITUNIX_${upper}`] ?? '',
        },
      });
      expect(problems.join('\n')).toMatch(new RegExp(`accounts."bigone/t${world.tag}"`));
    } finally {
      await other.stop();
    }
  });

  test.concurrent('the mistakes of others leave the accounts as they were: they pay on', async () => {
    const request = world.request('bigone');
    await world.client.start(request);
    expect(await world.client.result(request.withdrawalId)).toMatchObject({ status: 'L1_COMPLETED' });
    expect(world.accepted('bigone', request)).toHaveLength(1);
    expect((await world.client.account.state(world.accountOf('bigone'))).health).toEqual([]);
  });
});
