import { writeSync } from 'node:fs';
import http2 from 'node:http2';

/*
 * Preloaded (`node --import`) into an operator's process that is to die at a call to Temporal, such as
 * WITHDRAWALS_KILL_AT_CALL=before:StartWorkflowExecution. gRPC for Node speaks through node:http2, so the call is seen
 * as it goes out, whichever code made it; nothing of the product knows of this.
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
    const isMeant = String((headers as http2.OutgoingHttpHeaders | undefined)?.[':path']).endsWith(`/${call}`);
    if (isMeant && moment === 'before') die();
    const stream = request(headers, options);
    if (isMeant && moment === 'after') stream.once('data', die);
    return stream;
  };
  return session;
}) as typeof http2.connect;
