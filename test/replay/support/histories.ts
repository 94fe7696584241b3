import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import proto from '@temporalio/proto';
import type { History } from '@temporalio/common/lib/proto-utils.js';

const folder = fileURLToPath(new URL('../histories/', import.meta.url));

/** Raised by hand when the messages themselves change; the histories of an older version stay and must go on replaying. */
const version = 1;

/*
 * Written and read by protobuf's own rules for plain objects. `historyToJSON` and `historyFromJSON` of SDK 1.24 do not
 * work as npm installs them: their copy of protobufjs is not the one that the messages were made with.
 */
const historyType = proto.temporal.api.history.v1.History;

/** A recorded history: enums and longs as text, payloads as base64. */
export type Recorded = { readonly name: string; readonly history: History };

export function readHistories(): Recorded[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => ({ name: file.replace(/\.json$/, ''), history: historyType.fromObject(JSON.parse(readFileSync(`${folder}${file}`, 'utf8')) as Record<string, unknown>) }));
}

/** Takes away what this version recorded before, so that a case that is no more leaves no file. */
export function clearHistories(): void {
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(folder)) if (file.endsWith(`.v${version}.json`)) rmSync(`${folder}${file}`);
}

/** Writes one history without the names and folders of the machine that recorded it. Throws when a secret is in it. */
export function writeHistory(name: string, history: History, secrets: readonly string[]): void {
  const text = JSON.stringify(historyType.toObject(historyType.fromObject(history), { longs: String, enums: String, bytes: String }), (key, value: unknown) => (key === 'identity' ? 'recorder' : key === 'stackTrace' ? '' : value));
  const payloads = [...text.matchAll(/"data":"([A-Za-z0-9+/=]+)"/g)].map(([, data = '']) => Buffer.from(data, 'base64').toString('utf8')).join('\n');
  for (const secret of secrets) if (text.includes(secret) || payloads.includes(secret)) throw new Error(`${name}: a secret is in its history`);
  writeFileSync(`${folder}${name}.v${version}.json`, `${text}\n`);
}
