const counter = /^activity_task_timeout(?:_total)?(?:\{[^}]*\})? ([0-9.e+]+)$/;

/** How many attempts of activities the server has timed out since it started, retried ones included. */
export async function activityTimeouts(metricsPort: number): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${metricsPort}/metrics`);
  if (!answer.ok) throw new Error(`the server's metrics answered ${answer.status}`);
  return timeoutsIn(await answer.text());
}

/** Sums the counter over its labels. Throws if the text is not a server's metrics: a missing page is not zero. */
export function timeoutsIn(metrics: string): number {
  if (!/^(service_requests|persistence_requests)/m.test(metrics))
    throw new Error('these are no metrics of a Temporal server');
  return metrics.split('\n').reduce((sum, line) => sum + Number(counter.exec(line)?.[1] ?? 0), 0);
}
