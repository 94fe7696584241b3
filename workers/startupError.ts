/**
 * Why a process did not start: one sentence per problem, which names the field or the thing to change. Holds no
 * secret.
 */
export class StartupError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[], options?: { readonly cause?: unknown }) {
    super(problems.join('\n'), options);
    this.name = 'StartupError';
    this.problems = problems;
  }
}
