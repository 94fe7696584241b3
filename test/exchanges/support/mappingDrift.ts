import type { MappingTable } from './mappingPage.ts';

/** A table of the code, and where it stands. */
export type CodeTable = {
  readonly name: string;
  readonly file: string;
  readonly verdicts: Readonly<Record<string, string>>;
};

/**
 * What a person must mend so that page and code say the same, one sentence for each word; empty where they do.
 * A code that the page lists as `unknownCode` is one that the code leaves out on purpose.
 */
export function findMappingDrift(
  pageFile: string,
  page: MappingTable | null,
  code: CodeTable | null,
): readonly string[] {
  if (page === null && code === null) return [];
  if (code === null)
    return [`${pageFile} says what no table of the code does: drop its section, or add the table to mapping.ts`];
  if (page === null) return [`${pageFile} has no section for ${code.name} in ${code.file}: add it`];

  const section = `${pageFile} §${page.number}`;
  const table = `${code.name} in ${code.file}`;

  const ofPage = [...page.verdicts].flatMap(([word, verdict]) => {
    const ours = Object.hasOwn(code.verdicts, word) ? code.verdicts[word] : undefined;
    if (ours === verdict || (ours === undefined && verdict === 'unknownCode')) return [];
    if (ours === undefined)
      return [
        `\`${word}\` stands in ${section} as ${verdict}, but not in the code: add it to ${table}, or drop its row`,
      ];
    return [`\`${word}\` is ${verdict} in ${section}, but ${ours} in ${table}: correct the one that is wrong`];
  });

  const ofCode = Object.entries(code.verdicts)
    .filter(([word]) => !page.verdicts.has(word))
    .map(([word, ours]) => `\`${word}\` is ${ours} in ${table}, but on no page: add a row to ${section}, or drop it`);

  return [...ofPage, ...ofCode];
}
