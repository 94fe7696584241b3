const lastNonces = new Map<string, number>();

/** Unix milliseconds, at least one more than any before for this key in this process, whatever the clock does. */
export function nextBtseNonce(apiKey: string, nowMs: number): string {
  const nonce = Math.max(Math.trunc(nowMs), (lastNonces.get(apiKey) ?? 0) + 1);
  lastNonces.set(apiKey, nonce);
  return String(nonce);
}
