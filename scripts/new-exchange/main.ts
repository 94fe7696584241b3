import { fileURLToPath } from 'node:url';

import { NameError } from './names.ts';
import { newExchange } from './newExchange.ts';
import { nextSteps } from './nextSteps.ts';
import { UnformattedError } from './projectFormatter.ts';

/* npm run new-exchange -- NAME. Runs compiled; root and templates are the source tree's. */

const root = fileURLToPath(new URL('../../..', import.meta.url));
const [name, ...rest] = process.argv.slice(2);

if (name === undefined || rest.length > 0 || name.startsWith('-')) {
  console.error('Usage: npm run new-exchange -- NAME\nNAME is the adapter\'s id, such as "toy-bank".');
  process.exitCode = 1;
} else {
  try {
    console.log(nextSteps(newExchange(root, `${root}/scripts/new-exchange/templates`, name)));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const saysItself = error instanceof NameError || error instanceof UnformattedError;
    console.error(saysItself ? error.message : `nothing was written: ${error.message}`);
    process.exitCode = 1;
  }
}
