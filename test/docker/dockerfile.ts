/** One instruction of a Dockerfile, with continued lines joined and comments left out. */
export type Instruction = { readonly word: string; readonly rest: string };

/** The stages of a Dockerfile in order, each from its FROM on. */
export function readStages(text: string): readonly (readonly Instruction[])[] {
  const lines = text
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('#'))
    .join('\n')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const stages: Instruction[][] = [];
  for (const line of lines) {
    const [word = '', ...rest] = line.trim().split(/\s+/);
    if (word === 'FROM') stages.push([]);
    stages.at(-1)?.push({ word, rest: rest.join(' ') });
  }
  return stages;
}

/** What `.dockerignore` lets into the build: here a list of exceptions from "everything is ignored". */
export function readContext(text: string): readonly string[] {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  if (lines[0] !== '*') throw new Error('.dockerignore no longer begins by ignoring everything');
  return lines.slice(1).map((line) => {
    if (!line.startsWith('!')) throw new Error(`.dockerignore: ${line} is of a form that this test does not know`);
    return line.slice(1);
  });
}
