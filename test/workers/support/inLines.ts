/** A long message for a snapshot: in the lines that begin after a colon, after a semicolon and with a parenthesis. */
export const inLines = (message: string): string | string[] =>
  message.length <= 100 ? message : message.split(/(?<=[:;] )|(?<= )(?=\()/);
