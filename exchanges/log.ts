/** Where adapters write; fits pino. Fields are ours alone: no URL query, header, body or text of the exchange. */
export type Log = {
  debug(fields: Readonly<Record<string, unknown>>, message: string): void;
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
};
