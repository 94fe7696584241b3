import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { describe, expect, test } from '@jest/globals';
import { parse } from 'smol-toml';

import { defaultCadence } from '../../../activities/feed/cadence.ts';
import { defaultPolicy } from '../../../domain/policy.ts';
import { exchanges } from '../../../exchanges/registry.ts';
import { configSchema } from '../../../workers/config/configSchema.ts';
import { parseConfig } from '../../../workers/config/loadConfig.ts';
import { toCadence } from '../../../workers/config/toCadence.ts';

const path = fileURLToPath(new URL('../../../withdrawals.example.toml', import.meta.url));
const text = readFileSync(path, 'utf8');
const env = { BIGONE_API_KEY: 'k1', BIGONE_API_SECRET: 's1', BITUNIX_API_KEY: 'k2', BITUNIX_API_SECRET: 's2' };

/**
 * The example with its commented-out fields set: they must be valid too. Those that would repeat a field are left
 * out.
 */
const uncommented = text.replace(
  /^# ((?:baseUrl|options|limits|name|metricsAddress|deployment|profile) = .*)$/gm,
  '$1',
);

describe('withdrawals.example.toml', () => {
  test('default: it is valid, and what it shows are the defaults', () => {
    const config = parseConfig(text, path, { env, registry: exchanges });
    const defaults = configSchema.parse({ accounts: {} });
    expect(config.policy).toEqual(defaultPolicy);
    expect(config.worker).toEqual(defaults.worker);
    expect(config.log).toEqual(defaults.log);
    expect(toCadence(config.poll)).toEqual(defaultCadence);
    expect(toCadence(defaults.poll)).toEqual(defaultCadence);
    expect(config.accounts.map(({ account }) => account)).toEqual(['bigone/treasury', 'bitunix/main']);
  });

  test('behavior: what is commented out is valid too', () => {
    expect(uncommented).not.toBe(text);
    expect(() => parseConfig(uncommented, path, { env, registry: exchanges })).not.toThrow();
  });

  test('behavior: it shows every field of the policy', () => {
    expect(Object.keys(parse(text)['policy'] as object).map((field) => `${field}Ms`)).toEqual(
      Object.keys(defaultPolicy),
    );
  });
});
