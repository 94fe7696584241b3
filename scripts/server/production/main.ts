import { parseArgs } from 'node:util';

import { startProductionServer } from '../startProductionServer.ts';

/* Runs the production server until Ctrl-C, then removes its data. */
const { values } = parseArgs({
  options: { port: { type: 'string', default: '7233' }, 'history-shards': { type: 'string', default: '4' } },
});
const server = await startProductionServer({
  port: Number(values.port),
  historyShards: Number(values['history-shards']),
});
console.log(
  `Temporal ${server.address} (pid ${server.pid}), namespace ${server.namespace}, ` +
    `over PostgreSQL (pid ${server.databasePid}); Ctrl-C ends both`,
);
const keepAlive = setInterval(() => undefined, 60_000);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    clearInterval(keepAlive);
    void server.stop();
  });
}
