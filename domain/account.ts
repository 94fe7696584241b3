/** The form of an account's name: `<adapter>/<name>`, such as `bigone/treasury`. */
export const accountPattern = /^[a-z][a-z0-9-]{0,39}\/[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/;

/** Splits an account into its adapter and name. Throws RangeError when it does not have that form. */
export function splitAccount(account: string): { adapter: string; name: string } {
  if (!accountPattern.test(account))
    throw new RangeError(`account: expected "<adapter>/<name>", such as "bigone/treasury"`);
  const slash = account.indexOf('/');
  return { adapter: account.slice(0, slash), name: account.slice(slash + 1) };
}
