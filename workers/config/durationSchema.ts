import ms, { type StringValue } from 'ms';
import { z } from 'zod';

const form = /^\d+(?:\.\d+)?\s*[a-z]+$/i;
const expected = 'expected a duration with its unit in quotes, such as "15 minutes" or "5s"';

/** `"15 minutes"` → milliseconds. A bare number is refused: nobody can see its unit. */
export const durationSchema = z.unknown().transform((value, context): number => {
  const milliseconds = typeof value === 'string' && form.test(value) ? toMilliseconds(value) : null;
  if (milliseconds !== null && milliseconds > 0) return Math.round(milliseconds);
  context.addIssue({ code: 'custom', message: milliseconds === 0 ? 'expected more than zero' : expected });
  return z.NEVER;
});

/** Null for what `ms` does not know: it answers undefined, or throws where the text is very long. */
function toMilliseconds(text: string): number | null {
  try {
    return (ms(text as StringValue) as number | undefined) ?? null;
  } catch {
    return null;
  }
}
