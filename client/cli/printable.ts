// C0 and C1 controls, and the marks that turn or break text: an exchange's or a stranger's text must not drive the terminal.
// oxlint-disable-next-line no-control-regex -- finding them is the point
const unprintable = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** One line that is safe to print: control characters and text-direction marks become \uXXXX. */
export function printable(text: string): string {
  return text.replace(unprintable, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The same for several lines; line breaks and nothing else stay. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

/** JSON that is safe to print: still the same value for whoever reads it. */
export function printableJson(value: unknown, indent: number): string {
  return printableLines(JSON.stringify(value, null, indent));
}
