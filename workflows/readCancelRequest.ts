import type { CancelRequest } from './messages.ts';

const mostCharacters = 2_000;

/**
 * Who asks for a cancel and why, from whatever a signal carries. People signal from Temporal's UI and command line too,
 * often without data: nothing that they send may keep the cancel from being taken.
 */
export function readCancelRequest(sent: unknown): CancelRequest {
  if (typeof sent === 'string') return { actor: 'unknown', reason: textOr(sent, 'no reason given') };
  const { actor, reason } = (typeof sent === 'object' && sent !== null ? sent : {}) as Record<string, unknown>;
  return { actor: textOr(actor, 'unknown'), reason: textOr(reason, 'no reason given') };
}

function textOr(value: unknown, missing: string): string {
  return typeof value === 'string' && value.trim() !== '' ? value.slice(0, mostCharacters) : missing;
}
