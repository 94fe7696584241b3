import { inspect } from 'node:util';

import type { Exchange } from '../../../exchanges/exchange.ts';
import type { HttpRequest } from '../../../exchanges/http/http.ts';

/** Everything that an adapter let out, and everything that must not be in it. */
export type Heard = {
  readonly answers: string[];
  readonly errors: string[];
  readonly lines: string[];
  readonly sent: HttpRequest[];
};

export const createHeard = (): Heard => ({ answers: [], errors: [], lines: [], sent: [] });

const deep = { depth: 20, maxStringLength: null, showHidden: true } as const;

/** The same adapter, which also keeps each answer and each error as text, with everything that could be printed. */
export function overhear(exchange: Exchange, heard: Heard): Exchange {
  const members = Object.entries(exchange).map(([name, member]: [string, unknown]) => {
    if (typeof member !== 'function') return [name, member];
    return [
      name,
      (...inputs: unknown[]): unknown => {
        const answer: unknown = Reflect.apply(member, exchange, inputs);
        if (!(answer instanceof Promise)) return answer;
        return answer.then(
          (value: unknown) => {
            heard.answers.push(inspect(value, deep));
            return value;
          },
          (error: unknown) => {
            heard.errors.push(
              `${inspect(error, deep)} ${JSON.stringify(error)} ${error instanceof Error ? error.stack : ''}`,
            );
            throw error;
          },
        );
      },
    ];
  });
  return Object.fromEntries(members) as Exchange;
}

const harmless = new Set(['application/json', 'en-US']);

/** Header values, signed bodies and queries that went out: none of them may be repeated anywhere. */
export function privateParts(sent: readonly HttpRequest[]): string[] {
  const parts = sent.flatMap((request) => [
    ...Object.values(request.headers)
      .flatMap((value) => value.split(' '))
      .filter((value) => value.length > 14 && !harmless.has(value)),
    request.body ?? '',
    new URL(request.url).search.slice(1),
  ]);
  const named = sent.flatMap(({ url }) => [...new URL(url).searchParams.keys()].map((name) => `${name}=`));
  return [...new Set([...parts.filter((part) => part.length > 14), ...named])];
}

/** A secret in every form in which it could slip out. */
export function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    secret.toUpperCase(),
    bytes.toString('base64'),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    encodeURIComponent(secret),
  ];
}
