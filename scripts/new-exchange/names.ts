/** One exchange's name in the forms in which it is written. */
export type Names = {
  readonly name: string;
  readonly camel: string;
  readonly pascal: string;
  readonly display: string;
};

/** A name that cannot be taken; the message says why. */
export class NameError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NameError';
  }
}

/** Words that cannot name a constant, or that already mean something here. */
const reserved: ReadonlySet<string> = new Set([
  'new',
  'class',
  'default',
  'delete',
  'switch',
  'case',
  'enum',
  'export',
  'import',
  'function',
  'return',
  'super',
  'this',
  'throw',
  'void',
  'with',
  'yield',
  'await',
  'package',
  'public',
  'exchange',
  'exchanges',
  'registry',
  'conformance',
  'support',
  'prototype',
  'constructor',
]);

/** So that no line of what is generated grows too long. */
const longestName = 24;

/** Reads a kebab-case name. Throws NameError. */
export function toNames(name: string): Names {
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name) || name.length > longestName) {
    throw new NameError(
      `${JSON.stringify(name)}: expected lower-case words of letters and digits with dashes between them, ` +
        `at most ${longestName} characters, such as "toy-bank"`,
    );
  }
  const words = name.split('-').map((word) => word.slice(0, 1).toUpperCase() + word.slice(1));
  const pascal = words.join('');
  const camel = pascal.slice(0, 1).toLowerCase() + pascal.slice(1);
  if (reserved.has(camel)) throw new NameError(`"${name}" already means something here: choose another`);
  return { name, camel, pascal, display: words.join(' ') };
}

/** The template with its names filled in. */
export function fillIn(template: string, { name, camel, pascal, display }: Names): string {
  return template
    .replaceAll('__name__', () => name)
    .replaceAll('__camel__', () => camel)
    .replaceAll('__Pascal__', () => pascal)
    .replaceAll('__Display__', () => display);
}
