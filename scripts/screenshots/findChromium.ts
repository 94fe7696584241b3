import { existsSync } from 'node:fs';

import { findOnPath } from '../server/findOnPath.ts';

const commands = ['chromium', 'chromium-browser', 'google-chrome'];

/** The browser that takes the pictures: CHROMIUM, else the first on PATH. Throws, with what to install, without one. */
export function findChromium(env: NodeJS.ProcessEnv): string {
  const named = env['CHROMIUM'];
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return named;
    throw new Error(`CHROMIUM: expected the path of a Chromium, and ${named} does not exist.`);
  }
  const [found] = commands.flatMap((command) => findOnPath(command, env));
  if (found !== undefined) return found;
  throw new Error(
    `The pictures need Chromium: none of ${commands.join(', ')} is on PATH. ` +
      'Install it (Debian: apt install chromium; macOS: brew install --cask chromium), or name it in CHROMIUM.',
  );
}
