import { execFileSync } from 'node:child_process';

import { describe, expect, test } from '@jest/globals';

import { environmentFile, forgetTemporalSettings } from '../../../scripts/play/playEnvironment.ts';

function sourced(file: string, command: string, env: Record<string, string> = {}): string {
  return execFileSync('sh', ['-c', `${file}\n${command}`], {
    encoding: 'utf8',
    env: { PATH: '/usr/bin:/bin', ...env },
  });
}

describe('environmentFile', () => {
  test('a shell that sources it has every value, whatever characters are in it', () => {
    const value = `a 'quoted' $HOME "and" \\ so on`;
    expect(sourced(environmentFile({ TEMPORAL_ADDRESS: '127.0.0.1:1', SECRET: value }), 'printf %s "$SECRET"')).toBe(
      value,
    );
  });

  test("the shell's settings for another Temporal server are gone", () => {
    const left = sourced(
      environmentFile({ TEMPORAL_ADDRESS: '127.0.0.1:1' }),
      'printf %s "$TEMPORAL_API_KEY$TEMPORAL_ADDRESS"',
      {
        TEMPORAL_API_KEY: 'of production',
        TEMPORAL_ADDRESS: 'production:7233',
      },
    );
    expect(left).toBe('127.0.0.1:1');
  });
});

test('forgetTemporalSettings takes all of them, and nothing else', () => {
  const env = { TEMPORAL_ADDRESS: 'production:7233', TEMPORAL_GRPC_META_X: 'y', HOME: '/home/me' };
  forgetTemporalSettings(env);
  expect(env).toEqual({ HOME: '/home/me' });
});
