import { Command, InvalidArgumentError, Option } from 'commander';

import { demoAccounts, demoEdgexL2PrivateKey } from './demoAccounts.ts';
import { faultDocs } from './faults.ts';
import type { ExchangeName } from './ledger.ts';
import type { Simulator } from './options.ts';
import { startSimulator } from './startSimulator.ts';

const names = Object.keys(demoAccounts) as ExchangeName[];

/** Where an exchange listens unless told otherwise; one that is not named here takes any free port. */
const usualPorts: Partial<Record<ExchangeName, number>> = { bigone: 4801, bitunix: 4802, edgex: 4803, btse: 4804 };

type Arguments = { wanted: readonly ExchangeName[]; ports: Partial<Record<ExchangeName, number>> };

function toPort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535)
    throw new InvalidArgumentError('Expected a port from 0 (any free one) to 65535.');
  return port;
}

function readArguments(): Arguments {
  const ports = { ...usualPorts };
  const command = new Command('simulator')
    .description('Fake exchanges over HTTP on this machine, for trying things out. No real money, no real keys.')
    .addOption(new Option('--exchange <name>', 'start only this one').choices(names));
  for (const name of names) {
    const usually = `port of ${name} (default: ${ports[name] ?? 'any free one'})`;
    command.option(`--port-${name} <port>`, usually, (text) => void (ports[name] = toPort(text)));
  }
  const { exchange } = command.parse().opts<{ exchange?: ExchangeName }>();
  return { wanted: exchange === undefined ? names : [exchange], ports };
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
  const prefix = `DEMO_${exchange.toUpperCase().replaceAll('-', '_')}`;
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
    'Stage a fault (the reply to the next submit is lost), see all, clear all:',
    `  curl -X POST ${control}/faults -d '{"name":"acceptThenDropReply","on":"submit"}'`,
    `  curl ${control}/faults`,
    `  curl -X DELETE ${control}/faults`,
    'Let withdrawals to come fail after a second; move one by hand:',
    `  curl -X POST ${control}/script -d '{"script":[{"afterMs":1000,"status":"failed"}]}'`,
    `  curl -X POST ${control}/advance -d '{"exchangeWithdrawalId":"<id>","status":"completed"}'`,
    `Faults: ${Object.keys(faultDocs).join(', ')}`,
  ].join('\n');
}

async function main(): Promise<void> {
  const { wanted, ports } = readArguments();
  const simulators: Simulator[] = [];
  for (const name of wanted)
    simulators.push(await startSimulator({ exchange: name, port: ports[name] ?? 0, accounts: [demoAccounts[name]] }));

  console.log(simulators.map(describe).join('\n\n'));
  for (const simulator of simulators.slice(0, 1)) console.log(`\n${describeControl(simulator)}\n\nCtrl-C stops.`);

  const stop = () => void Promise.all(simulators.map((simulator) => simulator.close()));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

function portTaken(): string {
  const options = names.map((name) => `--port-${name}`);
  return `Port taken: choose another with ${options.slice(0, -1).join(', ')} or ${options.at(-1)} (0 = any free one).`;
}

main().catch((error: NodeJS.ErrnoException) => {
  console.error(error.code === 'EADDRINUSE' ? portTaken() : error.message);
  process.exitCode = 1;
});
