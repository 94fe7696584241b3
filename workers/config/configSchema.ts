import { z } from 'zod';

import { baseUrlSchema } from './baseUrlSchema.ts';
import { durationSchema } from './durationSchema.ts';
import { policySchema } from './policySchema.ts';
import { secretSourceSchema } from './secretSource.ts';

/*
 * The shape of `withdrawals.toml`. Every table is strict, so that a typo is an error and not a default.
 * What depends on the adapter (credentials, options, limits) is checked in checkAccount.ts.
 */

const workerGroup = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'expected lower-case letters, digits and dashes, at most 40');
const slots = z.int().min(1).max(100_000);
const limitSchema = z.strictObject({ requests: z.int().min(1), perMs: z.int().min(1) });

export const accountSchema = z.strictObject({
  baseUrl: baseUrlSchema.optional(),
  exchangeAccountId: z.string('expected text in quotes: an id is never a number').trim().min(1).optional(),
  workerGroup: workerGroup.prefault('default'),
  credentials: z.record(z.string(), secretSourceSchema).prefault({}),
  options: z.record(z.string(), z.unknown()).prefault({}),
  limits: z.record(z.string(), limitSchema).prefault({}),
});

const shortestGraceMs = 50_000;

const deploymentSchema = z.strictObject({ deploymentName: z.string().min(1), buildId: z.string().min(1) });

const workerSchema = z.strictObject({
  name: z.string().min(1).max(100).optional(),
  groups: z.array(workerGroup).min(1).prefault(['default']),
  limitShare: z.number().gt(0).max(1).prefault(1),
  moneySlots: slots.prefault(50),
  followSlots: slots.prefault(20_000),
  workflowTaskSlots: slots.min(2).prefault(40),
  // About 250 KB each; one that is not cached is replayed when its status changes, from 35 events or fewer.
  maxCachedWorkflows: z.int().min(0).prefault(500),
  shutdownGrace: durationSchema
    .refine(
      (milliseconds) => milliseconds >= shortestGraceMs,
      'expected at least 50 seconds: a submit in flight takes up to 45',
    )
    .prefault('60 seconds'),
  metricsAddress: z
    .string()
    .regex(/^[^\s:]+:\d{1,5}$/, 'expected host:port, such as "127.0.0.1:9464"')
    .optional(),
  deployment: deploymentSchema.optional(),
});

const pollSchema = z.strictObject({
  interval: durationSchema.prefault('2 seconds'),
  slowest: durationSchema.optional(),
  share: z.number().gt(0).max(1).prefault(0.9),
  unhealthyAfter: durationSchema.prefault('2 minutes'),
});

/**
 * The whole file except the inside of each account. Accounts are checked one by one, so that one bad account does not
 * hide the next.
 */
export const configSchema = z.strictObject({
  accounts: z.record(z.string(), z.unknown()),
  worker: workerSchema.prefault({}),
  poll: pollSchema.prefault({}),
  policy: policySchema.prefault({}),
  temporal: z.strictObject({ profile: z.string().min(1).optional() }).prefault({}),
  log: z.strictObject({ level: z.enum(['trace', 'debug', 'info', 'warn', 'error']).prefault('info') }).prefault({}),
});

export type FileConfig = z.output<typeof configSchema>;
export type AccountTable = z.output<typeof accountSchema>;
