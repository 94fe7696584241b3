import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { findRings } from './findRings.ts';

/** What keeps the house readable, as findings that a person can go to. */
export type House = {
  /** Product files that are too long to be read in one go: `path (lines)`. */
  readonly filesOver250: readonly string[];
  /** Lines of any source file, tests included: `path:line`. The formatter leaves text and comments alone. */
  readonly linesOver120: readonly string[];
  /** Files on a ring of imports, type imports included. */
  readonly rings: readonly string[];
  /** Files that somebody who opens `activities/` meets first. */
  readonly activitiesRoot: readonly string[];
};

const productFolders = [
  'activities',
  'bench',
  'client',
  'domain',
  'exchanges',
  'scripts',
  'simulator',
  'workers',
  'workflows',
];
const folders = [...productFolders, 'docs', 'test'];
const mostLines = 250;
const mostColumns = 120;

/** Measures the source files under `root`. Reads only; takes about a second. */
export function measureHouse(root: string): House {
  const files = folders.flatMap((folder) => sourceFiles(root, folder));
  const sources = files.map((file) => ({ file, lines: readFileSync(join(root, file), 'utf8').split('\n') }));
  return {
    filesOver250: sources
      .filter(({ file, lines }) => !file.startsWith('test/') && lines.length - 1 > mostLines)
      .map(({ file, lines }) => `${file} (${lines.length - 1})`),
    linesOver120: sources.flatMap(({ file, lines }) =>
      lines.flatMap((line, index) => (line.length > mostColumns ? [`${file}:${index + 1}`] : [])),
    ),
    rings: findRings(root),
    activitiesRoot: files.filter((file) => /^activities\/[^/]+$/.test(file)),
  };
}

function sourceFiles(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:ts|js)$/.test(file))
    .map((file) => `${folder}/${file}`)
    .sort();
}
