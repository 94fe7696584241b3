export type ServicePorts = { grpcPort: number; membershipPort: number };
export const productionServices = ['frontend', 'history', 'matching', 'worker'] as const;

export type ProductionSettings = {
  database: { port: number; user: string; password: string; name: string; visibilityName: string };
  services: Readonly<Record<(typeof productionServices)[number], ServicePorts>>;
  /** Cannot be changed once the database is made. */
  historyShards: number;
  dynamicConfigFile: string;
  metricsPort?: number | undefined;
};

const loopback = '127.0.0.1';

/**
 * Text of the server's configuration file: all services in one process, on 127.0.0.1 only, over PostgreSQL. It is
 * JSON, which is also valid YAML.
 */
export function productionConfig({
  database,
  services,
  historyShards,
  dynamicConfigFile,
  metricsPort,
}: ProductionSettings): string {
  const store = (databaseName: string, connections: number) => ({
    sql: {
      pluginName: 'postgres12',
      databaseName,
      connectAddr: `${loopback}:${database.port}`,
      connectProtocol: 'tcp',
      user: database.user,
      password: database.password,
      maxConns: connections,
      maxIdleConns: connections,
      maxConnLifetime: '1h',
    },
  });
  return JSON.stringify(
    {
      log: { stdout: true, level: 'error' },
      persistence: {
        defaultStore: 'default',
        visibilityStore: 'visibility',
        numHistoryShards: historyShards,
        datastores: { default: store(database.name, 20), visibility: store(database.visibilityName, 10) },
      },
      global: {
        membership: { maxJoinDuration: '30s', broadcastAddress: loopback },
        ...(metricsPort === undefined
          ? {}
          : { metrics: { prometheus: { listenAddress: `${loopback}:${metricsPort}` } } }),
      },
      services: Object.fromEntries(
        productionServices.map((name) => [name, { rpc: { ...services[name], bindOnIP: loopback } }]),
      ),
      clusterMetadata: {
        enableGlobalNamespace: false,
        failoverVersionIncrement: 10,
        masterClusterName: 'active',
        currentClusterName: 'active',
        clusterInformation: {
          active: {
            enabled: true,
            initialFailoverVersion: 1,
            rpcName: 'frontend',
            rpcAddress: `${loopback}:${services.frontend.grpcPort}`,
          },
        },
      },
      dcRedirectionPolicy: { policy: 'noop' },
      dynamicConfigClient: { filepath: dynamicConfigFile, pollInterval: '10s' },
    },
    null,
    2,
  );
}

/** Text of the file of dynamic settings: each name with its value. */
export function dynamicConfig(values: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [{ value }]])),
    null,
    2,
  );
}
