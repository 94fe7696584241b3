import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { findPostgres } from '../../../scripts/server/production/findPostgres.ts';
import { lowPorts } from '../../../scripts/server/production/lowPorts.ts';
import { productionBinaries } from '../../../scripts/server/production/productionBinaries.ts';
import { dynamicConfig, productionConfig } from '../../../scripts/server/production/productionConfig.ts';
import { postgresSettings } from '../../../scripts/server/production/startPostgres.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'withdrawals-production-test-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function script(name: string, body: string): void {
  mkdirSync(join(root, 'bin'), { recursive: true });
  writeFileSync(join(root, 'bin', name), `#!/bin/sh\n${body}\n`);
  chmodSync(join(root, 'bin', name), 0o755);
}

describe('productionConfig', () => {
  const ports = (first: number) => ({ grpcPort: first, membershipPort: first + 1 });
  const config = JSON.parse(
    productionConfig({
      database: {
        port: 25_432,
        user: 'temporal',
        password: 'p"w',
        name: 'temporal',
        visibilityName: 'temporal_visibility',
      },
      services: { frontend: ports(20_000), history: ports(20_002), matching: ports(20_004), worker: ports(20_006) },
      historyShards: 16,
      dynamicConfigFile: '/data/dynamic.yaml',
    }),
  );

  test('default: two databases over one PostgreSQL, shards as asked for', () => {
    expect(config.persistence).toMatchObject({
      defaultStore: 'default',
      visibilityStore: 'visibility',
      numHistoryShards: 16,
    });
    expect(config.persistence.datastores.default.sql).toMatchObject({
      pluginName: 'postgres12',
      connectAddr: '127.0.0.1:25432',
      databaseName: 'temporal',
      user: 'temporal',
      password: 'p"w',
    });
    expect(config.persistence.datastores.visibility.sql.databaseName).toBe('temporal_visibility');
  });

  test('default: four services on ports of their own, on loopback only', () => {
    expect(config.services).toEqual(
      Object.fromEntries(
        ['frontend', 'history', 'matching', 'worker'].map((name, index) => [
          name,
          { rpc: { ...ports(20_000 + 2 * index), bindOnIP: '127.0.0.1' } },
        ]),
      ),
    );
    expect(config.clusterMetadata.clusterInformation.active.rpcAddress).toBe('127.0.0.1:20000');
    expect(config.dynamicConfigClient.filepath).toBe('/data/dynamic.yaml');
  });

  test('behavior: dynamic settings are lists of values, as the server reads them', () => {
    expect(JSON.parse(dynamicConfig({ 'frontend.rps': 5 }))).toEqual({ 'frontend.rps': [{ value: 5 }] });
  });
});

describe('postgresSettings', () => {
  test('default: durable, loopback only, no socket file', () => {
    const line = postgresSettings(25_432, true).join(' ');
    expect(line).toContain('-c port=25432 -c listen_addresses=127.0.0.1 -c unix_socket_directories= ');
    expect(line).not.toContain('fsync');
  });

  test('args: durable false gives up what a power loss would need', () => {
    expect(postgresSettings(25_432, false).join(' ')).toContain('-c fsync=off -c synchronous_commit=off');
  });
});

test('behavior: ports fit into 16 bits with a sign, and differ', async () => {
  const ports = await lowPorts(8);
  expect(new Set(ports).size).toBe(8);
  for (const port of ports) expect(port).toBeLessThanOrEqual(32_767);
});

test('error: without PostgreSQL says what must be on PATH', async () => {
  await expect(findPostgres({ PATH: root })).rejects.toThrow(
    '`postgres` and `initdb` (version 12 or newer) must be on PATH',
  );
});

describe('productionBinaries', () => {
  const command = (version: string) => `printf '#!/bin/sh\\necho "${version}"\\n'`;
  const fakeGo = (server: string) =>
    script(
      'go',
      [
        `${command(server)} > "$GOBIN/server"`,
        `${command('temporal-sql-tool version 1.29.1')} > "$GOBIN/sql"`,
        '/bin/chmod +x "$GOBIN/server" "$GOBIN/sql"',
        `printf '%s\\n' "$@" >> "${root}/go-calls"`,
      ].join('\n'),
    );
  const find = () =>
    productionBinaries(() => undefined, { PATH: join(root, 'bin'), WITHDRAWALS_CACHE_DIR: join(root, 'cache') });

  test('behavior: two at once compile once, and the next finds both in the cache', async () => {
    fakeGo('temporal version 1.29.1');
    const [first, second] = await Promise.all([find(), find()]);
    expect(first).toEqual(second);
    expect(existsSync(first.server) && existsSync(first.sqlTool)).toBe(true);
    expect(await find()).toEqual(first);
    expect(readFileSync(join(root, 'go-calls'), 'utf8').match(/^install$/gm)).toHaveLength(1);
  });

  test('error: what was compiled but is not this version never enters the cache', async () => {
    fakeGo('temporal version 1.20.0');
    await expect(find()).rejects.toThrow('cannot be compiled; it needs Go');
    expect(existsSync(join(root, 'cache', 'temporal-server-1.29.1'))).toBe(false);
  });
});
