import type { z } from 'zod';
import type { ExchangeDefinition } from '../exchanges/exchange.ts';

/** Any entry of the registry, whatever its credentials and options are: its schemas say that when they are asked. */
export type RegisteredExchange = Omit<ExchangeDefinition, 'credentialsSchema' | 'optionsSchema'> & {
  readonly credentialsSchema: z.ZodType;
  readonly optionsSchema: z.ZodType;
};

export type ExchangeRegistry = Readonly<Record<string, RegisteredExchange>>;
