import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { finishedExchanges } from '../../exchanges/registry.ts';
import { renderExchangesPage } from './renderExchangesPage.ts';
import { renderReadme } from './renderReadme.ts';

/* Writes the README's generated parts and docs/exchanges.md. A test fails when they are out of date. */

const root = fileURLToPath(new URL('../../..', import.meta.url));
const readme = `${root}/README.md`;
writeFileSync(readme, renderReadme(readFileSync(readme, 'utf8'), root));
writeFileSync(`${root}/docs/exchanges.md`, renderExchangesPage(finishedExchanges, root));
