/** What a withdrawal waits for, as it stands after the words "waiting for". Some of its texts begin with them. */
export function waitedFor(waitingFor: string): string {
  return waitingFor.replace(/^waiting for /, '');
}
