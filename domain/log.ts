/**
 * The log that our code writes to; pino fits. Fields hold only our own data: no secret, URL query, header, body or text
 * from an exchange.
 */
export type Log = {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
};
