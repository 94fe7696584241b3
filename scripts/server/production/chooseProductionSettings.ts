import { join } from 'node:path';

import { lowPorts } from './lowPorts.ts';
import type { ProductionSettings, ServicePorts } from './productionConfig.ts';
import { databases } from './setUpDatabases.ts';
import type { PostgresSettings } from './startPostgres.ts';

export type SettingsInput = {
  /** Of the frontend; undefined: any free port. */
  port: number | undefined;
  postgres: PostgresSettings;
  databasePort: number;
  historyShards: number;
  folder: string;
  metricsPort: number | undefined;
};

/** Settings of one start, with ports that are free now. Call it again when one of them was taken meanwhile. */
export async function chooseProductionSettings(input: SettingsInput): Promise<ProductionSettings> {
  const { port, postgres, databasePort, historyShards, folder, metricsPort } = input;
  const free = await lowPorts(8);
  const pair = (index: number): ServicePorts => ({
    grpcPort: free[2 * index] ?? 0,
    membershipPort: free[2 * index + 1] ?? 0,
  });
  const [name = '', visibilityName = ''] = Object.keys(databases);
  const frontend = { ...pair(0), ...(port === undefined ? {} : { grpcPort: port }) };
  return {
    database: { port: databasePort, user: postgres.user, password: postgres.password, name, visibilityName },
    services: { frontend, history: pair(1), matching: pair(2), worker: pair(3) },
    historyShards,
    metricsPort,
    dynamicConfigFile: join(folder, 'config', 'dynamic.yaml'),
  };
}
