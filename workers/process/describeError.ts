/** What a log may show of an error: its type, message and stack, and its causes. No other property. */
export type ErrorDescription = {
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
  readonly cause?: ErrorDescription;
};

const maximumDepth = 4;

/** Reduces anything thrown to what a log may show: errors of libraries can hold requests and headers as properties. */
export function describeError(error: unknown, depth = 0): ErrorDescription {
  if (!(error instanceof Error))
    return { type: typeof error, message: typeof error === 'string' ? error : 'not an Error' };
  return {
    type: error.name,
    message: error.message,
    ...(depth === 0 && error.stack !== undefined ? { stack: error.stack } : {}),
    ...(error.cause !== undefined && depth < maximumDepth ? { cause: describeError(error.cause, depth + 1) } : {}),
  };
}
