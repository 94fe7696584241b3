import { z } from 'zod';

/** A setting of printable ASCII without blanks, such as a key or a secret. */
export const printableText = (maximumLength: number) =>
  z
    .string()
    .min(1)
    .max(maximumLength)
    .regex(/^[\x21-\x7e]+$/);
