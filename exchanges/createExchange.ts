import type { z } from 'zod';

import type { Exchange } from './exchange.ts';
import type { HttpPort } from './http/http.ts';
import type { AnyExchangeDefinition } from './registry.ts';

/** The settings of one account as its configuration has them, not yet checked. */
export type ExchangeSettings = {
  /** Null: the exchange's own. */
  readonly baseUrl: string | null;
  readonly credentials: unknown;
  /** Null or undefined: all defaults. */
  readonly options: unknown;
  readonly exchangeAccountId: string | null;
  readonly http: HttpPort;
  readonly nowMs: () => number;
};

/** A setting that the adapter cannot use; names the field and what is expected, never the value. */
export class ExchangeSettingsError extends Error {
  readonly field: string;

  constructor({ adapter, field, expected }: { adapter: string; field: string; expected: string }) {
    super(`${adapter} ${field}: ${expected}`);
    this.name = 'ExchangeSettingsError';
    this.field = field;
  }
}

/** Makes an adapter for one account after checking its settings. Sends nothing. Throws ExchangeSettingsError. */
export function createExchange(definition: AnyExchangeDefinition, settings: ExchangeSettings): Exchange {
  const adapter = definition.id;
  if (definition.draft === true) {
    throw new ExchangeSettingsError({
      adapter,
      field: 'draft',
      expected: 'expected a finished adapter; nothing is sent for one that is still being written',
    });
  }
  if (definition.needsExchangeAccountId && settings.exchangeAccountId === null) {
    throw new ExchangeSettingsError({
      adapter,
      field: 'exchangeAccountId',
      expected: 'required: no call of this exchange tells whose key it is',
    });
  }
  return definition.create({
    baseUrl: checkBaseUrl(adapter, settings.baseUrl ?? definition.defaultBaseUrl),
    credentials: check(adapter, 'credentials', definition.credentialsSchema, settings.credentials),
    options: check(adapter, 'options', definition.optionsSchema, settings.options ?? {}),
    exchangeAccountId: settings.exchangeAccountId,
    http: settings.http,
    nowMs: settings.nowMs,
  });
}

function check<Output>(adapter: string, section: string, schema: z.ZodType<Output>, input: unknown): Output {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = [section, ...(issue?.path.map(String) ?? [])].join('.');
  throw new ExchangeSettingsError({
    adapter,
    field,
    expected: issue === undefined ? 'not as expected' : toExpectation(issue),
  });
}

/** Describes the issue without the value: some of the schema's own messages would show it. */
function toExpectation(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys')
    return `unknown field ${issue.keys.map((key) => JSON.stringify(key.slice(0, 40))).join(', ')}`;
  if (issue.code === 'invalid_type') return `expected ${issue.expected}`;
  if (issue.code === 'too_small') return `expected at least ${String(issue.minimum)}`;
  if (issue.code === 'too_big') return `expected at most ${String(issue.maximum)}`;
  if (issue.code === 'invalid_format')
    return issue.format === 'url' ? 'expected a URL' : 'expected printable characters without blanks';
  return 'not as expected';
}

/** Without a slash at the end; no user, query or fragment. */
function checkBaseUrl(adapter: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isPlain =
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    url.username === '' &&
    url.password === '' &&
    url.search === '' &&
    url.hash === '';
  if (!isPlain)
    throw new ExchangeSettingsError({
      adapter,
      field: 'baseUrl',
      expected: 'expected an http(s) URL without user, query or fragment',
    });
  return text.replace(/\/+$/, '');
}
