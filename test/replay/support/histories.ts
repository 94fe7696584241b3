import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import type { History } from '@temporalio/common/lib/proto-utils.js';
import proto from '@temporalio/proto';

const folder = fileURLToPath(new URL('../histories/', import.meta.url));

/** The package's version. Each has a folder; a released version's is never recorded again, and must always replay. */
export const currentVersion = (
  JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: string }
).version;

/*
 * Written and read by protobuf's own rules for plain objects. `historyToJSON` and `historyFromJSON` of SDK 1.24 do not
 * work as npm installs them: their copy of protobufjs is not the one that the messages were made with.
 */
const historyType = proto.temporal.api.history.v1.History;

/** A recorded history: enums and longs as text, payloads as base64. */
export type Recorded = {
  /** `<version>/<path>.<exchange>` */ readonly name: string;
  readonly version: string;
  /** `<path>.<exchange>` */ readonly path: string;
  readonly history: History;
};

/** Of every version, released or not. */
export function readHistories(): Recorded[] {
  const files = readdirSync(folder, { withFileTypes: true }).flatMap((version) =>
    version.isDirectory() ? readdirSync(`${folder}${version.name}`).map((file) => [version.name, file] as const) : [],
  );
  return files
    .filter(([, file]) => file.endsWith('.json'))
    .map(([version, file]) => {
      const path = file.replace(/\.json$/, '');
      return {
        name: `${version}/${path}`,
        version,
        path,
        history: historyType.fromObject(
          JSON.parse(readFileSync(`${folder}${version}/${file}`, 'utf8')) as Record<string, unknown>,
        ),
      };
    })
    .sort((a, b) => a.name.localeCompare(b.name));
}

/**
 * Removes what was recorded for this version before, so that no file of a removed case is left. Throws once the
 * version is released.
 */
export function clearHistories(): void {
  if (isReleased())
    throw new Error(
      `${currentVersion} is released: its histories stay as they are. ` +
        'Raise the version in package.json and record that one',
    );
  rmSync(`${folder}${currentVersion}`, { recursive: true, force: true });
  mkdirSync(`${folder}${currentVersion}`, { recursive: true });
}

/** A version is released if there is a git tag of its name. */
function isReleased(): boolean {
  return execFileSync('git', ['tag', '--list', `v${currentVersion}`], { cwd: folder, encoding: 'utf8' }).trim() !== '';
}

/** Writes one history without the names and folders of the machine that recorded it. Throws when a secret is in it. */
export function writeHistory(name: string, history: History, secrets: readonly string[]): void {
  const text = JSON.stringify(
    historyType.toObject(historyType.fromObject(history), { longs: String, enums: String, bytes: String }),
    (key, value: unknown) => (key === 'identity' ? 'recorder' : key === 'stackTrace' ? '' : value),
  );
  const payloads = [...text.matchAll(/"data":"([A-Za-z0-9+/=]+)"/g)]
    .map(([, data = '']) => Buffer.from(data, 'base64').toString('utf8'))
    .join('\n');
  for (const secret of secrets)
    if (text.includes(secret) || payloads.includes(secret)) throw new Error(`${name}: a secret is in its history`);
  writeFileSync(`${folder}${currentVersion}/${name}.json`, `${text}\n`);
}
