const maximumLength = 120;

/*
 * Anything that could be a key, a token, a signature, an address or a person. Ordered: the specific ones first.
 */
const cuts: readonly RegExp[] = [
  /eyJ[\w-]*(?:\.[\w-]*)*/g,
  /\bbearer\b\s*\S+/gi,
  /[^\s@]+@[^\s@]+/g,
  /\b(?:https?|wss?):\/\/\S+/gi,
  // Long runs without a blank, whatever they are made of.
  /[\w+/=.~-]{20,}/g,
  // Shorter runs that mix letters and digits, or are long numbers.
  /(?=[\w+/=-]*\d)(?=[\w+/=-]*[A-Za-z])[\w+/=-]{10,}/g,
  /\d{9,}/g,
];

/**
 * Makes a short note of a text that came from an exchange: secrets, and all that looks like a token, address, link or
 * person, become `[cut]`; control characters go; at most 120 characters. Pure, never throws.
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  let note = text.slice(0, 4_000);
  for (const secret of secrets) {
    if (secret !== '') note = note.split(secret).join('[cut]');
  }
  note = note.replace(/<[^>]*>?/g, ' ').replace(/[\p{C}\s]+/gu, ' ');
  for (const cut of cuts) note = note.replace(cut, '[cut]');
  return note.trim().slice(0, maximumLength);
}
