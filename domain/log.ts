/**
 * Where our code writes what it did; fits pino. Fields are ours alone: no secret, URL query, header, body or text of
 * an exchange.
 */
export type Log = {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
};
