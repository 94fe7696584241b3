import { readFileSync } from 'node:fs';

import { finishedExchanges } from '../../exchanges/registry.ts';
import { exchangesTable } from './exchangesTable.ts';
import { markdownTable } from './markdownTable.ts';

/**
 * The text of the README with its generated parts up to date: the table of exchanges and the code snippets. Reads the
 * snippets' files under `root`; writes nothing.
 */
export function renderReadme(readme: string, root: string): string {
  const withTable = readme.replace(
    /(<!-- generated: npm run docs -->\n)[^]*?(<!-- end -->)/,
    (_all, start: string, end: string) => `${start}${renderExchanges()}\n${end}`,
  );
  return withTable.replace(
    /<!-- snippet: (\S+) -->\n```ts\n[^]*?```/g,
    (_all, file: string) => `<!-- snippet: ${file} -->\n\`\`\`ts\n${readSnippet(`${root}/${file}`)}\`\`\``,
  );
}

/** The example as another project writes it. Here it imports the source, so that no build is needed to check it. */
function readSnippet(file: string): string {
  return readFileSync(file, 'utf8').replaceAll("'../../client/index.ts'", "'withdrawals'");
}

function renderExchanges(): string {
  return markdownTable(
    ['adapter', 'our id', 'a lost submit is found', 'repeat of a submit', 'cancel', 'fee'],
    exchangesTable(finishedExchanges).map((row) => [
      `\`${row.adapter}\` (${row.name})`,
      row.clientId,
      row.lookUp,
      row.repeatSubmit,
      row.cancel,
      row.feeMode,
    ]),
  );
}
