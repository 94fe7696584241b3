import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { connect, createWithdrawalClient, type ConnectedTemporal, type DoctorReport } from '../../client/index.ts';
import { resolveTemporalBinary } from '../../scripts/server/resolveTemporalBinary.ts';
import { startTemporalServer } from '../../scripts/server/startTemporalServer.ts';
import type { TemporalServer } from '../../scripts/server/temporalServer.ts';

/** As `temporal server start-dev` leaves it: closed workflows are kept for a day, and our attributes are missing. */
let server: TemporalServer;
let temporal: ConnectedTemporal;
beforeAll(async () => {
  // Only a server of its own is fresh, and only that one may be changed.
  delete process.env['TEMPORAL_ADDRESS'];
  server = await startTemporalServer({ durable: false, retentionDays: 1, log: () => undefined });
  temporal = await connect({ address: server.address });
});
afterAll(async () => {
  await temporal.close();
  await server.stop();
});

const doctor = (): Promise<DoctorReport> => createWithdrawalClient({ temporal: temporal.client }).doctor();

/** Runs a command that doctor printed as it stands there, against this test's server. */
async function paste(command: string): Promise<void> {
  const binary = await resolveTemporalBinary();
  if (binary.kind !== 'binary') throw new Error('expected a binary of Temporal');
  const [name, ...argv] = command.split(' ');
  expect(name).toBe('temporal');
  await promisify(execFile)(binary.path, [...argv, '--address', server.address]);
}

function adviceOf(report: DoctorReport, check: string): string {
  return report.lines.find((line) => line.check === check)?.advice ?? '';
}

describe('doctor on a server that nobody has set up', () => {
  test('error: says all that is missing, with commands that mend it when they are pasted', async () => {
    const fresh = await doctor();
    expect(fresh.lines.map(({ check, ok }) => [check, ok])).toEqual([
      ['server and namespace', false],
      ['search attributes', false],
      ['accounts', false],
      ['attention', false],
      ['ended abnormally', true],
    ]);
    expect(adviceOf(fresh, 'attention')).toBe('Start a worker: it creates them.');
    const [, retention = ''] = adviceOf(fresh, 'server and namespace').split(/days or more: /);
    const [, attributes = ''] = adviceOf(fresh, 'search attributes').split(/By hand: /);
    expect(adviceOf(fresh, 'search attributes')).toMatch(/^Start a worker/);
    await paste(retention);
    await paste(attributes);
    // The server needs a moment before it lists by new attributes.
    let mended = await doctor();
    for (const end = Date.now() + 60_000; mended.lines[3]?.ok !== true && Date.now() < end;) mended = await doctor();
    expect(mended.lines.map(({ check, ok }) => [check, ok])).toEqual([
      ['server and namespace', true],
      ['search attributes', true],
      ['accounts', false],
      ['attention', true],
      ['ended abnormally', true],
    ]);
  });

  test('error: another namespace is told by its name', async () => {
    const client = createWithdrawalClient({ temporal: temporal.client, namespace: 'nope' });
    await expect(client.doctor()).rejects.toMatchObject({
      kind: 'temporalSetup',
      sentence: 'The Temporal server has no namespace nope.',
    });
  });
});
