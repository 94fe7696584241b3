/** What `temporal server start-dev` is started with. */
export type ServerSettings = {
  port: number;
  uiPort: number | null;
  databaseFile: string;
  /** False: a power loss may take the last commits; the server is faster. */
  durable: boolean;
  metricsPort?: number | undefined;
  searchAttributes: Readonly<Record<string, 'Keyword'>>;
};

const loopback = '127.0.0.1';

/** Builds the command line of `temporal server start-dev`. */
export function serverArguments(settings: ServerSettings): string[] {
  const ui = settings.uiPort === null ? ['--headless'] : ['--ui-ip', loopback, '--ui-port', String(settings.uiPort)];
  const attributes = Object.entries(settings.searchAttributes).flatMap(([name, type]) => [
    '--search-attribute',
    `${name}=${type}`,
  ]);
  return [
    'server',
    'start-dev',
    '--ip',
    loopback,
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
    // By default timers and retry delays fire up to a second late.
    '--dynamic-config-value',
    'history.timerProcessorMaxTimeShift="10ms"',
    // The version check makes requests to the internet.
    '--dynamic-config-value',
    'frontend.enableServerVersionCheck=false',
    '--log-level',
    'error',
    ...attributes,
  ];
}
