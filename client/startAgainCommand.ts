/** The command that starts a withdrawal again with the request that Temporal still has of it. */
export function startAgainCommand(withdrawalId: string): string {
  return `withdrawals show ${withdrawalId} --json | jq .request | withdrawals start --file -`;
}
