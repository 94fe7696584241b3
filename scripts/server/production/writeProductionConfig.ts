import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { dynamicConfig, productionConfig, type ProductionSettings } from './productionConfig.ts';

/** Writes the server's configuration files into a folder below `folder` and answers that folder's path. */
export function writeProductionConfig(
  folder: string,
  settings: ProductionSettings,
  extraDynamicConfig: Readonly<Record<string, unknown>>,
): string {
  const home = join(folder, 'config');
  mkdirSync(home, { recursive: true, mode: 0o700 });
  writeFileSync(join(home, 'production.yaml'), productionConfig(settings), { mode: 0o600 });
  const values = {
    // The version check makes requests to the internet.
    'frontend.enableServerVersionCheck': false,
    // By default timers and retry delays fire up to a second late.
    'history.timerProcessorMaxTimeShift': '10ms',
    ...extraDynamicConfig,
  };
  writeFileSync(settings.dynamicConfigFile, dynamicConfig(values));
  return home;
}
