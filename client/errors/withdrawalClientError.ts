/** Every kind of error that this library throws on purpose. The CLI has an exit code for each. */
export const errorKinds = [
  'invalidRequest',
  'invalidArgument',
  'differentContent',
  'withdrawalNotFound',
  'accountNotFound',
  'resolutionRefused',
  'accountRefused',
  'restoreRefused',
  'abnormalEnd',
  'resultTimeout',
  'noWorker',
  'temporalUnreachable',
  'temporalSetup',
  'clientClosed',
] as const;

export type ErrorKind = (typeof errorKinds)[number];

/** Labelled lines of a message. Null and undefined are left out. */
export type ErrorFacts = Readonly<Record<string, string | readonly string[] | null | undefined>>;

export type ErrorJson = { error: ErrorKind; message: string; [fact: string]: unknown };

/** The base of all errors of this library: a short sentence, then labelled lines. Messages never hold credentials. */
export abstract class WithdrawalClientError extends Error {
  abstract readonly kind: ErrorKind;
  /** The first line of the message. */
  readonly sentence: string;
  /** The labelled lines, as data. */
  readonly facts: ErrorFacts;

  constructor(sentence: string, facts: ErrorFacts = {}, options: { cause?: unknown } = {}) {
    super([sentence, ...factLines(facts)].join('\n'), options);
    this.name = new.target.name;
    this.sentence = sentence;
    this.facts = facts;
  }

  toJSON(): ErrorJson {
    return { ...this.facts, error: this.kind, message: this.sentence };
  }
}

function factLines(facts: ErrorFacts): string[] {
  return Object.entries(facts).flatMap(([label, value]) => {
    if (value === undefined || value === null) return [];
    return [`  ${label}: ${typeof value === 'string' ? value : value.join(', ')}`];
  });
}
