import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';

import { afterAll, expect, test } from '@jest/globals';

import { startWorld } from '../support/world.ts';
import { type Instruction, readContext, readStages } from './dockerfile.ts';

/*
 * Containers do not run where this is tested. So the Dockerfile's own steps are played in their order in an empty
 * folder, with nothing in it but what .dockerignore lets in, and a worker is started from what results.
 */

const root = join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const world = await startWorld({ worker: false });
const folder = mkdtempSync(join(tmpdir(), 'image-'));
const [buildFolder, imageFolder] = [join(folder, 'build'), join(folder, 'image')];
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await world.stop();
});

const [build = [], image = []] = readStages(read('Dockerfile'));
const context = readContext(read('.dockerignore'));

function copyFromContext(sources: readonly string[]): void {
  const wanted = sources.includes('.') ? context : sources;
  for (const source of wanted) {
    expect(context).toContain(source);
    if (existsSync(join(root, source))) cpSync(join(root, source), join(buildFolder, source), { recursive: true });
  }
}

function play({ word, rest }: Instruction): void {
  switch (word) {
    case 'FROM':
    case 'WORKDIR':
      return;
    case 'COPY':
      return copyFromContext(rest.split(' ').slice(0, -1));
    case 'RUN': {
      const { status, stdout, stderr } = spawnSync('sh', ['-c', rest], { cwd: buildFolder, encoding: 'utf8' });
      expect([rest, status, status === 0 ? '' : `${stdout}${stderr}`]).toEqual([rest, 0, '']);
      return;
    }
    default:
      throw new Error(`${word}: an instruction that this test does not play`);
  }
}

test('the bases are pinned by digest', () => {
  for (const [from] of [build, image]) expect(from?.rest).toMatch(/^node:24-bookworm-slim@sha256:[0-9a-f]{64}/);
});

test('the steps work in their order, and a worker starts from what they leave', async () => {
  for (const made of [buildFolder, imageFolder]) mkdirSync(made);
  for (const instruction of build) play(instruction);
  const copies = image.filter(({ word }) => word === 'COPY');
  expect(copies.length).toBeGreaterThan(0);
  for (const { rest } of copies) {
    const [source = '', target = ''] = rest.split(' ').filter((part) => !part.startsWith('--'));
    const from = source.replace(/^\/app\//, '');
    // A target that ends in a slash is a folder, in which the source keeps its name.
    const to = target.endsWith('/') ? join(target, basename(from)) : target;
    cpSync(join(buildFolder, from), join(imageFolder, to), { recursive: true });
  }
  expect(existsSync(join(imageFolder, 'node_modules/jest'))).toBe(false);
  expect(await startAndStop()).toEqual({ ready: true, exitCode: 0 });
  // It installs all packages twice, once without those of development.
}, 600_000);

/** Starts the image's command with a configuration, waits for its first word, and stops it as an orchestrator would. */
async function startAndStop(): Promise<{ ready: boolean; exitCode: number | null }> {
  const config = join(folder, 'withdrawals.toml');
  // The world's workers are told to be quiet.
  writeFileSync(config, world.configText().replace(/^level = .*$/m, 'level = "info"'));
  const command = JSON.parse(image.find(({ word }) => word === 'CMD')?.rest ?? '[]') as string[];
  const env = { PATH: process.env['PATH'], ...world.env, WITHDRAWALS_CONFIG: config };
  const worker = spawn(command[0] ?? '', command.slice(1), {
    cwd: imageFolder,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = once(worker, 'exit');
  let said = '';
  for await (const line of createInterface({ input: worker.stderr })) {
    said += `${line}\n`;
    if (line.includes('"worker ready"')) break;
  }
  const ready = said.includes('"worker ready"');
  if (!ready) throw new Error(`the worker did not start: ${said}`);
  worker.stderr.resume();
  worker.kill('SIGTERM');
  const [exitCode] = (await exited) as [number | null];
  return { ready, exitCode };
}
