/** The value as text of at most about 80 characters, so that a long argument does not fill an error message. */
export function shorten(value: unknown): string {
  // Callers without types may pass anything.
  const text = String(value);
  return text.length <= 80 ? text : `${text.slice(0, 60)}… (${text.length} characters)`;
}
