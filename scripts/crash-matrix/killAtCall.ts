import { writeSync } from 'node:fs';
import http2 from 'node:http2';

/*
 * Preloaded (`node --import`) into an operator's process that is to die at a call to Temporal, such as
 * WITHDRAWALS_KILL_AT_CALL=before:StartWorkflowExecution. gRPC for Node uses node:http2, so every call passes here,
 * whichever code makes it. No product code knows of this file.
 */
const [moment, call] = (process.env['WITHDRAWALS_KILL_AT_CALL'] ?? '').split(':');
const connect = http2.connect.bind(http2);

function die(): void {
  writeSync(2, `crash point ${moment}:${call}\n`);
  process.kill(process.pid, 'SIGKILL');
}

http2.connect = ((...inputs: Parameters<typeof http2.connect>) => {
  const session = connect(...inputs);
  const request = session.request.bind(session);
  session.request = (headers, options) => {
    const isChosenCall = String((headers as http2.OutgoingHttpHeaders | undefined)?.[':path']).endsWith(`/${call}`);
    if (isChosenCall && moment === 'before') die();
    const stream = request(headers, options);
    if (isChosenCall && moment === 'after') stream.once('data', die);
    return stream;
  };
  return session;
}) as typeof http2.connect;
