import type { WithdrawalStatus } from '../../domain/status.ts';
import type { AnyExchangeDefinition, exchanges } from '../../exchanges/registry.ts';
import { describeDuration } from '../../workers/config/describeDuration.ts';
import { mappingOf } from './mappingOf.ts';
import { markdownTable } from './markdownTable.ts';

const introduction = `# Limits and statuses, by adapter

<!-- generated from the adapters' code: npm run docs -->

The README compares what the adapters can do. Here stand, for each, the limits that its worker keeps to, and what every
status word of the exchange means. Endpoints, error tables and the reasons are in the adapter's \`MAPPING.md\`.

- **Limits.** Requests wait for their turn under a limit: submits and cancels first, then look-ups, status reads last.
  An account's \`limits\` in the configuration may set other numbers, by the limit's name.
- **Statuses.** A word that is not in the table is \`UNKNOWN\` and decides nothing: the withdrawal is followed on, and a
  person is asked to look (attention \`unknownStatus\`). An option of the adapter, or a transaction id that the record
  shows, may change what a word means; \`MAPPING.md\` says where.`;

/** What a status word of the exchange leads to. */
const decides: Readonly<Record<WithdrawalStatus, string>> = {
  PENDING: 'nothing yet',
  L2_APPROVING: 'nothing yet',
  L1_CONFIRMING: 'nothing yet',
  L1_COMPLETED: 'delivered',
  FAILED: 'money back, once it was read twice',
  CANCELLED: 'money back, once it was read twice',
  UNKNOWN: 'nothing',
};

/** The text of docs/exchanges.md. Reads under `root` where each adapter's MAPPING.md lies; writes nothing. */
export function renderExchangesPage(registry: typeof exchanges, root: string): string {
  const sections = Object.values(registry)
    .sort((a, b) => a.id.localeCompare(b.id))
    .map((definition) => renderSection(definition, root));
  return `${[introduction, ...sections].join('\n\n')}\n`;
}

function renderSection(definition: AnyExchangeDefinition, root: string): string {
  return [
    `## \`${definition.id}\` (${definition.displayName})`,
    renderFacts(definition, mappingOf(definition.id, root)),
    renderLimits(definition),
    renderStatuses(definition),
  ].join('\n\n');
}

function renderFacts({ defaultBaseUrl, needsExchangeAccountId, capabilities }: AnyExchangeDefinition, mapping: string) {
  const whose = needsExchangeAccountId
    ? 'the exchange does not tell whose key it is, so the configuration must (`exchangeAccountId`)'
    : 'the exchange tells whose key it is';
  const resubmit = describeDuration(capabilities.resubmitAfterMs);
  return [
    `- Base URL, unless the configuration names another: \`${defaultBaseUrl}\``,
    `- Key: ${whose}.`,
    `- A submit with unknown outcome may be resubmitted by a person ${resubmit} after it was last possibly sent.`,
    `- More: [${mapping}](../${mapping})`,
  ].join('\n');
}

function renderLimits({ limitScopes }: AnyExchangeDefinition): string {
  const rows = limitScopes.map(({ name, requests, perMs, per, source }) => [
    `\`${name}\``,
    `${requests} in ${describeDuration(perMs)}`,
    per,
    source,
  ]);
  return markdownTable(['limit', 'requests', 'counted by', 'source'], rows);
}

function renderStatuses({ statusTable }: AnyExchangeDefinition): string {
  const known = Object.entries(statusTable).map(([word, status]) => [`\`${word}\``, `\`${status}\``, decides[status]]);
  return markdownTable(
    ["the exchange's word", 'our status', 'decides'],
    [...known, ['any other', '`UNKNOWN`', decides.UNKNOWN]],
  );
}
