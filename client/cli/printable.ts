// C0 and C1 control characters, and marks that change the direction or the lines of text. Text from outside must not be
// able to control the terminal.
// oxlint-disable-next-line no-control-regex -- it must find them
const unprintable = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** The text as one line that is safe to print: control characters and direction marks become \uXXXX. */
export function printable(text: string): string {
  return text.replace(unprintable, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The same for several lines. Only line breaks stay. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

/** The value as JSON that is safe to print. A program that parses it gets the same value. */
export function printableJson(value: unknown, indent: number): string {
  return printableLines(JSON.stringify(value, null, indent));
}
