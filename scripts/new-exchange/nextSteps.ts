import type { NewExchange } from './newExchange.ts';

/** What was done and what is left to do, for a person. */
export function nextSteps({ names: { name, display }, written, changed }: NewExchange): string {
  const tests = `test/exchanges/${name}`;
  return [
    `${display} is a draft: it compiles, and nothing can be sent with it.`,
    '',
    'New:',
    ...written.map((file) => `  ${file}`),
    'A line added:',
    ...changed.map((file) => `  ${file}`),
    '',
    'Next, in this order (docs/adding-an-exchange.md):',
    `  1. exchanges/${name}/MAPPING.md: read the document, fill every section, mark what is a guess`,
    `  2. wire.ts, mapping.ts, sign.ts: npm run test:unit -- --testPathPatterns ${tests} --verbose`,
    '  3. client.ts, adapter.ts, index.ts: every endpoint, then the capabilities that the document proves',
    `  4. simulator/${name}/: from the document alone, never from the adapter`,
    `  5. exchanges/${name}/index.ts: take \`draft: true\` out; from then on everything that is missing fails`,
    `  6. conformance: npm run test:unit -- --testPathPatterns conformance/conformance -t '^${name} '`,
    '  7. npm run docs && npm test; the review checklist of docs/adding-an-exchange.md',
    '',
    `What is left: grep -rn "TO FILL IN" exchanges/${name} simulator/${name} ${tests}`,
  ].join('\n');
}
