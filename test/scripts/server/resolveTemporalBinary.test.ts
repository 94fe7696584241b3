import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { resolveTemporalBinary } from '../../../scripts/server/resolveTemporalBinary.ts';

const ANSWERS = 'echo "temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)"';

let root: string;
let lines: string[];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'withdrawals-resolve-'));
  lines = [];
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function script(folder: string, name: string, body: string): string {
  mkdirSync(join(root, folder), { recursive: true });
  const file = join(root, folder, name);
  writeFileSync(file, `#!/bin/sh\n${body}\n`);
  chmodSync(file, 0o755);
  return file;
}

type Overrides = { env?: NodeJS.ProcessEnv; download?: (folder: string) => Promise<string>; path?: string[] };

/** PATH holds only what the test made, so the machine's own `temporal` and Go are not found. */
function resolve({
  env = {},
  path = [],
  download = () => Promise.reject(new Error('host not reachable')),
}: Overrides = {}) {
  const PATH = path.map((folder) => join(root, folder)).join(':');
  return resolveTemporalBinary({
    env: { PATH, WITHDRAWALS_CACHE_DIR: join(root, 'cache'), ...env },
    download,
    log: (line) => lines.push(line),
  });
}

/** A Go whose `install` leaves the given script in GOBIN. Paths are absolute, since PATH holds no system tools. */
function fakeGo(body: string): void {
  script(
    'go',
    'go',
    [
      `printf '%s\\n' "$@" >> "${root}/go-calls"`,
      `printf '#!/bin/sh\\n%s\\n' '${body}' > "$GOBIN/temporal"`,
      '/bin/chmod +x "$GOBIN/temporal"',
    ].join('\n'),
  );
}

describe('resolveTemporalBinary', () => {
  test('behavior: TEMPORAL_ADDRESS comes before everything', async () => {
    script('bin', 'temporal', ANSWERS);
    expect(await resolve({ path: ['bin'], env: { TEMPORAL_ADDRESS: 'temporal:7233' } })).toEqual({
      kind: 'existing',
      address: 'temporal:7233',
    });
  });

  test('behavior: PATH comes before the cache', async () => {
    const onPath = script('bin', 'temporal', ANSWERS);
    script('cache', 'temporal-1.5.1', ANSWERS);
    expect(await resolve({ path: ['bin'] })).toEqual({ kind: 'binary', path: onPath, origin: 'path' });
  });

  test.each([
    ['broken', 'exit 3', 'exit code 3'],
    ['another program', 'echo "temporal, the calendar"', 'does not answer like the Temporal CLI'],
    ['too old', 'echo "temporal version 0.10.7 (Server 1.22.0, UI 2.16.2)"', 'server 1.22, older than 1.28'],
  ])('behavior: a command on PATH that is %s is passed over for the next', async (_name, body, reason) => {
    script('bad', 'temporal', body);
    const good = script('good', 'temporal', ANSWERS);
    expect(await resolve({ path: ['bad', 'good'] })).toEqual({ kind: 'binary', path: good, origin: 'path' });
    expect(lines).toEqual([expect.stringContaining(reason)]);
  });

  test('behavior: the cache comes before the download', async () => {
    const cached = script('cache', 'temporal-1.5.1', ANSWERS);
    expect(await resolve({ download: () => Promise.reject(new Error('must not be tried')) })).toEqual({
      kind: 'binary',
      path: cached,
      origin: 'cache',
    });
  });

  test('behavior: a broken file in the cache is replaced', async () => {
    script('cache', 'temporal-1.5.1', 'exit 1');
    fakeGo(ANSWERS);
    expect(await resolve({ path: ['go'] })).toMatchObject({ origin: 'compiled' });
    expect(await resolve()).toMatchObject({ origin: 'cache' });
  });

  test('behavior: the download comes before Go', async () => {
    fakeGo(ANSWERS);
    const file = join(root, 'cache', 'temporal-sdk-1.24.0');
    expect(await resolve({ path: ['go'], download: () => Promise.resolve(file) })).toEqual({
      kind: 'binary',
      path: file,
      origin: 'download',
    });
    expect(existsSync(join(root, 'go-calls'))).toBe(false);
  });

  test('behavior: Go compiles where the download fails, and the folder holds nothing else afterwards', async () => {
    fakeGo(ANSWERS);
    const path = join(root, 'cache', 'temporal-1.5.1');
    expect(await resolve({ path: ['go'] })).toEqual({ kind: 'binary', path, origin: 'compiled' });
    expect(readdirSync(join(root, 'cache'))).toEqual(['temporal-1.5.1']);
  });

  test('behavior: what takes minutes, why and how to avoid it is said before; with a binary nothing', async () => {
    fakeGo(ANSWERS);
    await resolve({ path: ['go'] });
    const text = lines.join(' ');
    for (const words of [
      'There is no Temporal server on this machine yet',
      'compiled with Go (3 to 9 minutes)',
      'To avoid that, install the Temporal CLI',
      'or set TEMPORAL_ADDRESS',
      'no download: host not reachable',
    ])
      expect(text).toContain(words);
    lines.length = 0;
    await resolve();
    expect(lines).toEqual([]);
  });

  test('behavior: two at once compile once', async () => {
    fakeGo(ANSWERS);
    const both = await Promise.all([resolve({ path: ['go'] }), resolve({ path: ['go'] })]);
    expect(
      both
        .map((found) => found.kind === 'binary' && found.origin)
        .toSorted((a, b) => String(a).localeCompare(String(b))),
    ).toEqual(['cache', 'compiled']);
  });

  test('behavior: the lock of a dead process is taken over', async () => {
    mkdirSync(join(root, 'cache'));
    writeFileSync(join(root, 'cache', 'lock'), '2147483646');
    fakeGo(ANSWERS);
    expect(await resolve({ path: ['go'] })).toMatchObject({ origin: 'compiled' });
  });

  test('error: a compiled command that does not run never enters the cache', async () => {
    fakeGo('exit 1');
    await expect(resolve({ path: ['go'] })).rejects.toThrow('the compiled command does not run (exit code 1)');
    expect(readdirSync(join(root, 'cache'))).toEqual([]);
  });

  test('error: says what to do, and what was tried', async () => {
    const error = await resolve().catch((caught: Error) => caught.message);
    for (const text of [
      'install the Temporal CLI',
      'set TEMPORAL_ADDRESS',
      'install Go',
      'download: host not reachable',
      'compile: Go is not on PATH',
    ]) {
      expect(error).toContain(text);
    }
  });
});
