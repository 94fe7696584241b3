/**
 * One spelling per address: an EVM address means the same in any case (the case is only a checksum), so an
 * exchange that shows it in another case must not make our own withdrawal look like somebody else's. All
 * others stay as they are.
 */
export function canonicalAddress(address: string): string {
  return /^0[xX][0-9a-fA-F]{40}$/.test(address) ? address.toLowerCase() : address;
}
