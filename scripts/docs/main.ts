import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { renderReadme } from './renderReadme.ts';

/* Writes the generated parts of the README. A test fails when they are out of date. */

const root = fileURLToPath(new URL('../../..', import.meta.url));
const file = `${root}/README.md`;
writeFileSync(file, renderReadme(readFileSync(file, 'utf8'), root));
