import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { readResults } from '../support/results.ts';
import { followSection } from './followSection.ts';
import { growthSection } from './growthSection.ts';
import { limitSection } from './limitSection.ts';
import { replaceSection } from './markdown.ts';
import { plainSection } from './plainSection.ts';
import type { Results, Section } from './section.ts';
import { settingsSection } from './settingsSection.ts';
import { submitSection } from './submitSection.ts';

/** By the names of the markers in docs/performance.md. */
const sections: Readonly<Record<string, (results: Results) => Section>> = {
  follow: followSection,
  limit: limitSection,
  submit: submitSection,
  settings: settingsSection,
  capacity: plainSection('capacity'),
  growth: growthSection,
};

/** Writes the tables and plots of docs/performance.md from the saved results. Answers the files it wrote. */
export function writeReport(docs = join(process.cwd(), 'docs')): string[] {
  const results = readResults();
  const page = join(docs, 'performance.md');
  const folder = join(docs, 'performance');
  mkdirSync(folder, { recursive: true });
  let text = readFileSync(page, 'utf8');
  const written = [page];
  for (const [name, sectionOf] of Object.entries(sections)) {
    const { markdown, plots } = sectionOf(results);
    text = replaceSection(text, name, markdown === '' ? '_Not measured yet._' : `\n${markdown}\n`);
    for (const [plot, svg] of Object.entries(plots)) {
      const file = join(folder, `${plot}.svg`);
      writeFileSync(file, svg);
      written.push(file);
    }
  }
  writeFileSync(page, text);
  return written;
}
