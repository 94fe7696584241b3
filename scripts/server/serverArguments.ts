export type ServerSettings = {
  port: number;
  uiPort: number | null;
  databaseFile: string;
  durable: boolean;
  metricsPort?: number | undefined;
  searchAttributes: Readonly<Record<string, 'Keyword'>>;
};

const HOST = '127.0.0.1';

/** Builds the command line of `temporal server start-dev`. */
export function serverArguments(settings: ServerSettings): string[] {
  const ui = settings.uiPort === null ? ['--headless'] : ['--ui-ip', HOST, '--ui-port', String(settings.uiPort)];
  const attributes = Object.entries(settings.searchAttributes).flatMap(([name, type]) => [
    '--search-attribute',
    `${name}=${type}`,
  ]);
  return [
    'server',
    'start-dev',
    '--ip',
    HOST,
    '--port',
    String(settings.port),
    ...ui,
    ...(settings.metricsPort === undefined ? [] : ['--metrics-port', String(settings.metricsPort)]),
    '--db-filename',
    settings.databaseFile,
    '--sqlite-pragma',
    'journal_mode=WAL',
    '--sqlite-pragma',
    `synchronous=${settings.durable ? 'FULL' : 'OFF'}`,
    // The default lets timers and retry delays fire up to a second late.
    '--dynamic-config-value',
    'history.timerProcessorMaxTimeShift="10ms"',
    // The version check calls out to the internet.
    '--dynamic-config-value',
    'frontend.enableServerVersionCheck=false',
    '--log-level',
    'error',
    ...attributes,
  ];
}
