/** The current workflow time, ISO 8601 UTC. The SDK replaces Date in the sandbox, so a replay gets the same answer. */
export function now(): string {
  return new Date().toISOString();
}
