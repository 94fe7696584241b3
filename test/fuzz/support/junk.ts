import * as fc from 'fast-check';

import { changeAt, isObject, type Json, parseJson, pathsOf, type Sample } from './samples.ts';

/** What the fake exchange does with one request. `ECHO` in the text becomes all that the request held. */
export type Junk = {
  /** What was done to a right answer, for whoever reads a failure. */
  readonly how: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly encoding: 'utf8' | 'latin1' | 'utf16le';
  /** Which of the credentials takes the place of `CANARY`. */
  readonly canary: number;
  readonly manner: 'whole' | 'cutOff' | 'tooShort' | 'falselyZipped';
};

/** Stands for everything of the request: headers, query, body. */
export const echoMark = 'ECHO-OF-THE-REQUEST';
/** Stands for one of our credentials alone, as from an exchange that tells more than it should. */
export const canaryMark = 'CANARY';

const usualStatuses = [200, 200, 200, 200, 200, 200, 201, 202];
const otherStatuses = [
  204, 206, 300, 301, 302, 304, 307, 400, 401, 402, 403, 404, 405, 408, 409, 410, 413, 418, 422, 425, 429, 451, 500,
  501, 502, 503, 504, 520, 530, 599,
];
const status = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...usualStatuses) },
  { weight: 2, arbitrary: fc.constantFrom(...otherStatuses) },
);

const headers = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Record<string, string>>({ 'content-type': 'application/json' }) },
  {
    weight: 4,
    arbitrary: fc.constantFrom<Record<string, string>>(
      { 'content-type': 'text/html; charset=iso-8859-1' },
      { 'content-type': 'application/json; charset=utf-16' },
      { date: 'yesterday' },
      { date: 'Thu, 01 Jan 1970 00:00:00 GMT' },
      { 'retry-after': '-1' },
      { 'retry-after': '999999999' },
      { 'retry-after': 'soon' },
      { location: 'http://127.0.0.1:9/elsewhere' },
      { 'set-cookie': 'x=y' },
      { 'x-long': 'y'.repeat(4_000) },
    ),
  },
);

/** Final words of some exchange, and words that are nearly one. */
const words = [
  'COMPLETED',
  'completed',
  'Completed',
  'COMPLETED ',
  'COMPLETED\u0000',
  'success',
  'SUCCESS',
  'Success',
  'ok',
  'fail',
  'FAILED',
  'FAILURE',
  'failed',
  'cancelled',
  'CANCELLED',
  'canceled',
  'CANCELED',
  'REJECTED',
  'EXPIRED',
  'DONE',
  'toString',
  'constructor',
  '__proto__',
  'hasOwnProperty',
  'NORMAL_WITHDRAW_SUCCESS_L1_COMPLETED',
  'CROSS_WITHDRAW_SUCCESS',
  'CROSS_WITHDRAW_SUCCESS_SUBMIT_CENSOR',
  'SUCCESS_L2_APPROVED',
  'FAILED_L2_REJECT',
  'UNRECOGNIZED',
];
const texts = [
  '',
  ' ',
  '0',
  '1',
  '-1',
  'null',
  'true',
  '١٢٣',
  '٠',
  '1e5',
  '0x10',
  'NaN',
  '9'.repeat(40),
  '9'.repeat(200),
  '0.'.padEnd(80, '3'),
  '1,5',
  '\u202e\u0000\ufeff',
  '💸',
  '<script>',
  '%s%n',
  '${7*7}',
  "' or 1=1",
  echoMark,
  canaryMark,
  ...words,
];
const value = fc.oneof<fc.Arbitrary<Json>[]>(
  fc.constantFrom<Json[]>(null, true, false, 0, -0, 1, -1, 1.5, 1e21, 1e-9, 2 ** 53, -(2 ** 63), [], {}, [[]], [null], {
    id: null,
  }),
  fc.constantFrom(...texts),
  fc.jsonValue({ maxDepth: 3 }).map((json) => json as Json),
  fc.string({ maxLength: 30, unit: 'grapheme' }),
);

type Spoil = {
  readonly how: string;
  readonly body: string;
  readonly manner?: Junk['manner'];
  readonly encoding?: Junk['encoding'];
};
type Change = (sample: Json, text: string) => Spoil;

const write = (json: Json | undefined): string => (json === undefined ? '' : JSON.stringify(json));
const at = (json: Json, index: number) => {
  const paths = pathsOf(json);
  return paths[index % paths.length] ?? [];
};
/** The place of a field, never the root, if there is one. */
const fieldAt = (json: Json, index: number) => {
  const paths = pathsOf(json).slice(1);
  return paths[index % Math.max(1, paths.length)] ?? [];
};
/** Raw text put in the place of a value: what JSON allows and JavaScript cannot hold, and what it does not allow. */
const raw = (json: Json, index: number, text: string) =>
  write(changeAt(json, fieldAt(json, index), () => '@RAW@')).replace('"@RAW@"', () => text);

const changes: fc.Arbitrary<Change> = fc.oneof<fc.Arbitrary<Change>[]>(
  fc.nat().map((n): Change => (json) => ({
    how: 'a field is missing',
    body: write(changeAt(json, fieldAt(json, n), () => undefined)),
  })),
  fc.tuple(fc.nat(), value).map(([n, junk]): Change => (json) => ({
    how: `a value is ${JSON.stringify(junk).slice(0, 60)}`,
    body: write(changeAt(json, fieldAt(json, n), () => junk)),
  })),
  fc.tuple(fc.nat(), fc.constantFrom(...words)).map(([n, word]): Change => (json) => ({
    how: `a word is ${word}`,
    body: write(changeAt(json, fieldAt(json, n), (old) => (typeof old === 'string' ? word : old))),
  })),
  fc.tuple(fc.nat(), fc.nat(), value, value).map(([m, n, a, b]): Change => (json) => ({
    how: 'two values are changed',
    body: write(changeAt(changeAt(json, fieldAt(json, m), () => a) ?? null, fieldAt(json, n), () => b)),
  })),
  fc.nat().map((n): Change => (json) => ({
    how: 'an object where a list belongs, or the reverse',
    body: write(changeAt(json, at(json, n), (old) => (Array.isArray(old) ? Object.fromEntries(old.entries()) : [old]))),
  })),
  fc.nat().map((n): Change => (json) => ({
    how: 'a number in quotes, or text without',
    body: write(
      changeAt(json, fieldAt(json, n), (old) =>
        typeof old === 'number'
          ? String(old)
          : typeof old === 'string' && Number.isFinite(Number(old))
            ? Number(old)
            : old,
      ),
    ),
  })),
  fc
    .tuple(
      fc.nat(),
      fc.constantFrom(
        '1e400',
        '-1e-400',
        '9'.repeat(400),
        '00',
        '.5',
        'NaN',
        'Infinity',
        'undefined',
        '1_000',
        '"\\ud800"',
        '"\\u0000"',
        '1E5',
        '0.10000000000000000000000000000000000001',
        '/* */ 1',
        "'x'",
      ),
    )
    .map(([n, text]): Change => (json) => ({ how: `a value reads ${text.slice(0, 30)}`, body: raw(json, n, text) })),
  fc.tuple(fc.nat(), value).map(([n, junk]): Change => (json, text) => {
    const key = fieldAt(json, n).findLast((step) => typeof step === 'string') ?? 'code';
    return {
      how: `the key ${key} comes twice`,
      body: text.replace(`"${key}":`, () => `"${key}":${JSON.stringify(junk)},"${key}":`),
    };
  }),
  fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString').map((key): Change => (_json, text) => ({
    how: `the answer under ${key}`,
    body: `{"${key}":${text}}`,
  })),
  fc.constantFrom('data', 'result', 'list', 'response').map((key): Change => (_json, text) => ({
    how: `wrapped in ${key}`,
    body: `{"${key}":${text},"code":0,"success":true}`,
  })),
  fc.nat().map((n): Change => (_json, text) => ({
    how: 'truncated text',
    body: text.slice(0, n % Math.max(1, text.length)),
  })),
  fc.nat().map((n): Change => (_json, text) => ({
    how: 'connection cut off',
    body: text.slice(0, n % Math.max(1, text.length)),
    manner: 'cutOff',
  })),
  fc.constant<Change>((_json, text) => ({ how: 'shorter than promised', body: text, manner: 'tooShort' })),
  fc.constant<Change>((_json, text) => ({ how: 'says gzip and is not', body: text, manner: 'falselyZipped' })),
  fc.constantFrom<Junk['encoding'][]>('latin1', 'utf16le').map((encoding): Change => (_json, text) => ({
    how: `written as ${encoding}`,
    body: `${text}é`.slice(0, encoding === 'latin1' ? undefined : -1),
    encoding,
  })),
  fc.constantFrom('\ufeff', '\u0000', ")]}',\n", 'callback(', ' \r\n\t').map((before): Change => (_json, text) => ({
    how: `${JSON.stringify(before)} before it`,
    body: before + text,
  })),
  fc.constantFrom('}', ',', '\u0000', '{"code":"0"}', '<!-- -->').map((after): Change => (_json, text) => ({
    how: `${after} behind it`,
    body: text + after,
  })),
  fc.integer({ min: 200, max: 60_000 }).map((depth): Change => () => ({
    how: `${depth} lists deep`,
    body: '['.repeat(depth) + (depth % 2 === 0 ? ']'.repeat(depth) : ''),
  })),
  fc.tuple(fc.nat(), fc.integer({ min: 100, max: 5_000 })).map(([n, depth]): Change => (json) => ({
    how: `a value is ${depth} objects deep`,
    body: raw(json, n, '{"a":'.repeat(depth) + '1' + '}'.repeat(depth)),
  })),
  fc
    .constantFrom(
      '',
      ' ',
      '\n',
      'null',
      'true',
      '0',
      '""',
      '{}',
      '[]',
      '[{}]',
      '[null]',
      '"ok"',
      '{"code":0}',
      '{"success":true}',
      '{"code":"SUCCESS"}',
      '{"status":200}',
      '{"error":null}',
      '{"data":[]}',
    )
    .map((body): Change => () => ({ how: 'next to nothing', body })),
  fc
    .constantFrom(
      '<html><body><h1>502 Bad Gateway</h1></body></html>',
      `<!doctype html><pre>${echoMark}</pre>`,
      echoMark,
      `Unauthorized: ${echoMark}`,
      'Service Unavailable',
    )
    .map((body): Change => () => ({ how: 'a page of somebody in between', body })),
  fc.nat().map((n): Change => (json) => ({
    how: 'repeats the request in a text',
    body: write(
      changeAt(json, fieldAt(json, n), (old) =>
        typeof old === 'object' && old !== null ? old : `why: ${canaryMark} ${echoMark}`,
      ),
    ),
  })),
  fc.nat().map((n): Change => (json) => ({
    how: 'tells a credential',
    body: write(
      changeAt(json, fieldAt(json, n), (old) => (typeof old === 'object' && old !== null ? old : canaryMark)),
    ),
  })),
  fc
    .tuple(
      fc.constantFrom('msg', 'message', 'error', 'code', 'errorCode'),
      fc.constantFrom<Json[]>(-1, 1, 0, '0', 4711, echoMark, canaryMark, `no ${canaryMark}`, 'refused'),
    )
    .map(([field, code]): Change => () => ({
      how: 'a refusal that repeats the request',
      body: JSON.stringify({
        code,
        errorCode: code,
        status: code,
        success: false,
        [field]: `refused ${canaryMark}: ${echoMark}`,
        data: null,
      }),
    })),
  fc.jsonValue({ maxDepth: 4 }).map((json): Change => () => ({ how: 'any JSON', body: write(json as Json) })),
  fc.string({ maxLength: 200, unit: 'binary' }).map((body): Change => () => ({ how: 'any text', body })),
  fc.tuple(fc.nat(), fc.integer({ min: 2, max: 30 })).map(([n, times]): Change => (json) => ({
    how: `a row ${times} times`,
    body: write(
      changeAt(json, at(json, n), (old) =>
        Array.isArray(old) ? Array.from({ length: times }, () => old).flat() : old,
      ),
    ),
  })),
  fc.constant<Change>((_json, text) => ({ how: 'nothing but the HTTP status', body: text })),
);

/**
 * Spoiled answers, made of right ones: always the same for the same seed. `codes` are words of the exchange's
 * own table.
 */
export function spoiled(
  samples: readonly Sample[],
  codes: readonly string[],
  count: number,
  seed: number,
): readonly Junk[] {
  const withCode = fc
    .tuple(fc.constantFrom(...codes), fc.boolean(), fc.boolean())
    .map(([code, quoted, flips]): Change => (json) => {
      const written: Json = quoted || !/^-?[1-9]\d{0,8}$/.test(code) ? code : Number(code);
      const told = isObject(json) ? json : {};
      return {
        how: `the code ${code} beside the data of a success`,
        body: write({ ...told, code: written, ...(flips ? { success: false, msg: `refused ${echoMark}` } : {}) }),
      };
    });
  const one = fc.record({
    sample: fc.constantFrom(...samples),
    change: fc.oneof({ weight: 24, arbitrary: changes }, { weight: 2, arbitrary: withCode }),
    status,
    headers,
    canary: fc.nat({ max: 60 }),
  });
  return fc.sample(one.map(toJunk), { numRuns: count, seed });
}

function toJunk({
  sample,
  change,
  ...rest
}: { sample: Sample; change: Change } & Pick<Junk, 'status' | 'headers' | 'canary'>): Junk {
  const { how, body, manner = 'whole', encoding = 'utf8' } = change(parseJson(sample.body) ?? null, sample.body);
  return { ...rest, how, body, manner, encoding };
}
