import { readFileSync } from 'node:fs';

/** Beside this folder in the sources, one folder further up from the compiled code. */
const packageFile = new URL(
  import.meta.url.endsWith('.ts') ? '../package.json' : '../../package.json',
  import.meta.url,
);

/** The version of this package, such as `0.1.0`. The same from the sources, from `dist` and where it is installed. */
export function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string };
  return version;
}
