import { readFileSync } from 'node:fs';

import { finishedExchanges } from '../../exchanges/registry.ts';
import { exchangesTable, type ExchangeRow } from './exchangesTable.ts';

/**
 * The text of the README with its generated parts up to date: the table of exchanges and the code snippets. Reads the
 * snippets' files under `root`; writes nothing.
 */
export function renderReadme(readme: string, root: string): string {
  const withTable = readme.replace(
    /(<!-- generated: npm run docs -->\n)[^]*?(<!-- end -->)/,
    (_all, start: string, end: string) => `${start}${renderExchanges()}\n${end}`,
  );
  return withTable.replace(/<!-- snippet: (\S+) -->\n```ts\n[^]*?```/g, (_all, file: string) => {
    const code = readFileSync(`${root}/${file}`, 'utf8').replaceAll(
      "'../../client/index.ts'",
      "'withdrawals/client/index.ts'",
    );
    return `<!-- snippet: ${file} -->\n\`\`\`ts\n${code}\`\`\``;
  });
}

function renderExchanges(): string {
  const head = [
    'adapter',
    'our id',
    'a lost submit is found',
    'repeat of a submit',
    'cancel',
    'fee',
    'limits',
    'statuses',
  ];
  const rows = exchangesTable(finishedExchanges).map((row) => [
    `\`${row.adapter}\` (${row.name})`,
    row.clientId,
    row.lookUp,
    row.repeatSubmit,
    row.cancel,
    row.feeMode,
    row.limits.join('; '),
    renderStatuses(row),
  ]);
  return [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
}

/** Each of our statuses with the exchange's words for it. */
function renderStatuses({ statuses }: ExchangeRow): string {
  const groups = new Map<string, string[]>();
  for (const [word, status] of Object.entries(statuses))
    groups.set(status, [...(groups.get(status) ?? []), `\`${word}\``]);
  return [...groups].map(([status, words]) => `${status}: ${words.join(', ')}`).join('; ');
}
