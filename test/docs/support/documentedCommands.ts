import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

/** The lines in the README's shell blocks that run the command line, in their order. */
export function readmeCommands(): string[] {
  const blocks = [...read('README.md').matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => block);
  return blocks.flatMap((block) => block.split('\n')).filter((line) => line.startsWith('npx withdrawals '));
}

/** The command lines in backticks of docs/operating.md, in their order, as they stand there. */
export function operatingCommands(): string[] {
  return [...read('docs/operating.md').matchAll(/`((?:npx )?withdrawals [^`]+)`/g)].map(([, line = '']) => line);
}

/** Puts values in place of `<placeholders>`. Throws for one without a value, so that a new one is noticed. */
export function fillPlaceholders(line: string, values: Readonly<Record<string, string>>): string {
  return line.replace(/<([^>]+)>/g, (_all, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`no value for <${name}> of \`${line}\``);
    return value;
  });
}
