import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, expect, test } from '@jest/globals';

import { startWorld } from '../support/world.ts';
import { installPackage } from './support/installPackage.ts';
import { run } from './support/run.ts';
import { startInstalledWorker } from './support/startInstalledWorker.ts';

/*
 * What README says about backend code, done in a project that has nothing but the package: packed from sources without
 * a build, installed, type-checked, and run against a worker that comes from the same tarball.
 */

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'package-'));
const world = await startWorld({ worker: false });
const project = await installPackage(root, folder);
const installed = join(project, 'node_modules/withdrawals');
afterAll(async () => {
  await world.stop();
  rmSync(folder, { recursive: true, force: true });
});

const write = (file: string, text: string): void => writeFileSync(join(project, file), text);

/** Only what is installed: npx must not fetch a stranger's package of that name. */
const npx = (...words: readonly string[]) => run('npx', ['--no', '--', ...words], { cwd: project, env: world.env });

/** The README's example, word for word. */
function readmeSnippet(): string {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const [, code] = /<!-- snippet: docs\/examples\/backend\.ts -->\n```ts\n([^]*?)```/.exec(readme) ?? [];
  if (code === undefined) throw new Error('README.md no longer shows docs/examples/backend.ts');
  return code;
}

test('the tarball holds what runs and what its users read, and nothing else', () => {
  const files = readdirSync(installed, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(installed.length + 1));
  const inDist = files.filter((file) => file.startsWith('dist/'));
  expect(new Set(inDist.map((file) => file.split('/')[1]))).toEqual(
    new Set(['activities', 'client', 'domain', 'exchanges', 'workers', 'workflows', 'workflow-bundle.js']),
  );
  expect(inDist.filter((file) => !file.endsWith('.js') && !file.endsWith('.d.ts'))).toEqual([]);
  const beside = files.filter((file) => !file.startsWith('dist/') && !/^exchanges\/.+\/MAPPING\.md$/.test(file));
  expect(beside.sort()).toEqual([
    'CHANGELOG.md',
    'README.md',
    'docs/exchanges.md',
    'docs/internal-transfers.md',
    'docs/operating.md',
    'package.json',
    'withdrawals.example.toml',
  ]);
});

/** Writes the README's example and its like in CommonJS, and compiles them; libraries are checked too. */
async function compileExample(): Promise<void> {
  write('pay.ts', readmeSnippet());
  write(
    'required.cts',
    [
      "import withdrawals = require('withdrawals');",
      "import { createWithdrawalClient, type WithdrawalView } from 'withdrawals';",
      'export const isSame: boolean = withdrawals.createWithdrawalClient === createWithdrawalClient;',
      "export const moneyLeft: WithdrawalView['moneyLeft'] = 'unknown';",
    ].join('\n'),
  );
  const target = { module: 'nodenext', target: 'es2022', lib: ['es2022'], types: [], outDir: 'compiled' };
  const compilerOptions = { ...target, strict: true, skipLibCheck: false };
  write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['*.ts', '*.cts'] }));
  await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc')], { cwd: project });
}

test("README's example type-checks strictly, and the package can be required", async () => {
  await compileExample();
  write('required.cjs', "console.log(require('./compiled/required.cjs'));");
  const { stdout } = await run(process.execPath, ['required.cjs'], { cwd: project });
  expect(stdout).toBe("{ isSame: true, moneyLeft: 'unknown' }\n");
});

test("README's example pays once, however often it is run, by the worker of the same tarball", async () => {
  await compileExample();
  write(
    'main.mjs',
    "import { payOrder } from './compiled/pay.js';\nconsole.log(await payOrder(JSON.parse(process.argv[2])));\n",
  );
  write('withdrawals.toml', world.configText());
  const stopWorker = await startInstalledWorker(project, world.env);
  try {
    const order = world.request('bigone');
    const pay = () => run(process.execPath, ['main.mjs', JSON.stringify(order)], { cwd: project, env: world.env });
    expect((await pay()).stdout).toBe('paid\n');
    expect((await pay()).stdout).toBe('paid\n');
    expect(world.accepted('bigone', order)).toHaveLength(1);
    expect(world.left('bigone', order)).toHaveLength(1);

    const shown = await npx('withdrawals', 'show', order.withdrawalId, '--json');
    expect(JSON.parse(shown.stdout)).toMatchObject({ moneyLeft: 'yes' });
  } finally {
    expect(await stopWorker()).toBe(0);
  }
});

test('npx withdrawals --help', async () => {
  const { stdout } = await npx('withdrawals', '--help');
  expect(stdout).toContain('Usage: withdrawals [options] [command]');
});
