import type { ArmedFaults } from './armedFaults.ts';
import type { Clock } from './clock.ts';
import type { FaultOrder, RequestPoint } from './faults.ts';
import type { HttpServer } from './httpServer.ts';
import type { Service } from './serve.ts';

type Parts = { armedFaults: ArmedFaults; service: Service; server: HttpServer; clock: Clock };

/**
 * Carries out the fault `refuseConnection`. A closed port cannot know what would have been asked, so `on` and `match`
 * do not narrow it: it strikes at once, or from the answer to the next request of the kind `after` on.
 */
export function armRefusedConnections({ armedFaults, service, server, clock }: Parts): { end(): void } {
  let waiting: FaultOrder[] = [];
  let cancelReopening: () => void = () => undefined;

  const reopen = () => {
    cancelReopening();
    // Nobody waits for this. A port that another program took meanwhile shows as connections refused for good.
    server.listenAgain().catch(() => undefined);
  };

  function strike(order: FaultOrder): void {
    armedFaults.noteHit('refuseConnection');
    void server.stopListening(false);
    cancelReopening();
    const closedForMs = (order.delayMs ?? 0) * (order.times ?? 1);
    cancelReopening = clock.setTimer(reopen, closedForMs);
  }

  armedFaults.onArm((order) => {
    if (order.name !== 'refuseConnection') return;
    if (order.after === undefined) strike(order);
    else waiting.push(order);
  });
  service.onAnswered((point: RequestPoint) => {
    const due = waiting.find(({ after }) => after === point || (after === 'follow' && point === 'lookup'));
    if (!due) return;
    waiting = waiting.filter((order) => order !== due);
    strike(due);
  });

  return {
    end() {
      waiting = [];
      reopen();
    },
  };
}
