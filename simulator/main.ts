import { Command, InvalidArgumentError, Option } from 'commander';

import { demoAccounts, demoEdgexL2PrivateKey } from './demoAccounts.ts';
import { faultDocs } from './faults.ts';
import type { ExchangeName } from './ledger.ts';
import type { Simulator } from './options.ts';
import { startSimulator } from './startSimulator.ts';

type Arguments = {
  exchange?: ExchangeName;
  portBigone: number;
  portBitunix: number;
  portBtse: number;
  portEdgex: number;
};

function toPort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535)
    throw new InvalidArgumentError('Expected a port from 0 (any free one) to 65535.');
  return port;
}

function readArguments(): Arguments {
  return new Command('simulator')
    .description('Fake exchanges over HTTP on this machine, for trying things out. No real money, no real keys.')
    .addOption(new Option('--exchange <name>', 'start only this one').choices(['bigone', 'bitunix', 'btse', 'edgex']))
    .option('--port-bigone <port>', 'port of BigONE', toPort, 4801)
    .option('--port-bitunix <port>', 'port of Bitunix', toPort, 4802)
    .option('--port-edgex <port>', 'port of edgeX', toPort, 4803)
    .option('--port-btse <port>', 'port of BTSE', toPort, 4804)
    .parse()
    .opts<Arguments>();
}

/** Three kinds of withdrawals, an adapter each, on one account. */
function describeEdgex({ baseUrl }: Simulator): string {
  const tables = ['edgex-normal-withdraw', 'edgex-cross-withdraw', 'edgex-withdraw'].map((adapter) =>
    [
      `    [accounts."${adapter}/demo"]`,
      `    baseUrl = "${baseUrl}"`,
      `    exchangeAccountId = "${demoAccounts.edgex.accountId}"`,
      '    credentials = { l2PrivateKey = { env = "DEMO_EDGEX_L2_PRIVATE_KEY" } }',
    ].join('\n'),
  );
  return [
    `edgex  ${baseUrl}`,
    `  export DEMO_EDGEX_L2_PRIVATE_KEY=${demoEdgexL2PrivateKey}`,
    '  for withdrawals.toml:',
    ...tables,
  ].join('\n');
}

function describe(simulator: Simulator): string {
  const { exchange, baseUrl } = simulator;
  if (exchange === 'edgex') return describeEdgex(simulator);
  const { apiKey, apiSecret, accountId } = demoAccounts[exchange];
  const prefix = `DEMO_${exchange.toUpperCase()}`;
  return [
    `${exchange}  ${baseUrl}`,
    `  export ${prefix}_API_KEY=${apiKey} ${prefix}_API_SECRET=${apiSecret}`,
    '  for withdrawals.toml:',
    `    [accounts."${exchange}/demo"]`,
    `    baseUrl = "${baseUrl}"`,
    `    exchangeAccountId = "${accountId}"`,
    `    credentials = { apiKey = { env = "${prefix}_API_KEY" }, apiSecret = { env = "${prefix}_API_SECRET" } }`,
  ].join('\n');
}

function describeControl({ baseUrl }: Simulator): string {
  const control = `${new URL(baseUrl).origin}/_simulator`;
  return [
    'What was accepted and what left:',
    `  curl ${control}/ledger`,
    'Stage a mishap (the reply to the next submit is lost), see all, clear all:',
    `  curl -X POST ${control}/faults -d '{"name":"acceptThenDropReply","on":"submit"}'`,
    `  curl ${control}/faults`,
    `  curl -X DELETE ${control}/faults`,
    'Let withdrawals to come fail after a second; move one by hand:',
    `  curl -X POST ${control}/script -d '{"script":[{"afterMs":1000,"status":"failed"}]}'`,
    `  curl -X POST ${control}/advance -d '{"exchangeWithdrawalId":"<id>","status":"completed"}'`,
    `Mishaps: ${Object.keys(faultDocs).join(', ')}`,
  ].join('\n');
}

async function main(): Promise<void> {
  const { exchange, portBigone, portBitunix, portBtse, portEdgex } = readArguments();
  const ports: Record<ExchangeName, number> = {
    bigone: portBigone,
    bitunix: portBitunix,
    btse: portBtse,
    edgex: portEdgex,
  };
  const wanted = (['bigone', 'bitunix', 'btse', 'edgex'] as const).filter(
    (name) => exchange === undefined || exchange === name,
  );
  const simulators: Simulator[] = [];
  for (const name of wanted)
    simulators.push(await startSimulator({ exchange: name, port: ports[name], accounts: [demoAccounts[name]] }));

  console.log(simulators.map(describe).join('\n\n'));
  for (const simulator of simulators.slice(0, 1)) console.log(`\n${describeControl(simulator)}\n\nCtrl-C stops.`);

  const stop = () => void Promise.all(simulators.map((simulator) => simulator.close()));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

main().catch((error: NodeJS.ErrnoException) => {
  const hint =
    error.code === 'EADDRINUSE'
      ? 'Port taken: choose another with --port-bigone, --port-bitunix, --port-btse or --port-edgex (0 = any free one).'
      : error.message;
  console.error(hint);
  process.exitCode = 1;
});
