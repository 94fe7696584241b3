import type { SimulatorOptions } from '../options.ts';

/** The envelope of every answer, its code a text as in the samples or a number as in the tables. */
export function createEnvelope(options: SimulatorOptions) {
  const asWanted = (code: number) => (options.codeAs === 'number' ? code : String(code));
  return {
    ok: (data: unknown) => ({ code: asWanted(0), msg: 'result.success', data, success: true }),
    error: (code: number, msg: string) => ({ code: asWanted(code), msg, data: null, success: false }),
  };
}

export type Envelope = ReturnType<typeof createEnvelope>;
