const plainDecimal = /^(0|[1-9]\d{0,59})(?:\.(\d{1,60}))?$/;

/**
 * An amount in units of the L2: amount × resolution, in whole numbers only. Null when it is not an exact, positive
 * number below 2^64: it is refused, never rounded. Pure.
 */
export function quantizeAmount(amount: string, resolution: bigint): bigint | null {
  const found = plainDecimal.exec(amount);
  if (found === null || resolution <= 0n) return null;
  const [, whole = '', fraction = ''] = found;
  const scale = 10n ** BigInt(fraction.length);
  const product = BigInt(whole + fraction) * resolution;
  if (product % scale !== 0n) return null;
  const units = product / scale;
  return units > 0n && units < 1n << 64n ? units : null;
}

/** How many decimals an amount may have at this resolution; null unless it is a power of ten. Pure. */
export function decimalsOfResolution(resolution: bigint): number | null {
  const text = resolution.toString();
  return /^10*$/.test(text) ? text.length - 1 : null;
}
