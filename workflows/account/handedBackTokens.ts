/**
 * A request may wait in the server for a minute after its execution has given up. Fewer tokens than this are handed
 * back in that time.
 */
const tokensKept = 500;

/**
 * The tokens of executions that ended without a send. A late request of such an execution gets no grant: nobody would
 * use the grant or hand it back.
 */
export class HandedBackTokens {
  private readonly tokens: Set<string>;

  constructor(carried: readonly string[]) {
    this.tokens = new Set(carried);
  }

  has(token: string): boolean {
    return this.tokens.has(token);
  }

  /** Remembers the token and forgets the oldest ones beyond 500. */
  add(token: string): void {
    this.tokens.add(token);
    for (const oldest of this.tokens) {
      if (this.tokens.size <= tokensKept) return;
      this.tokens.delete(oldest);
    }
  }

  carry(): readonly string[] {
    return [...this.tokens];
  }
}
