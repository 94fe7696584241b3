import type { House } from './measureHouse.ts';

/** More than this, and the operations can no longer be told from their helpers. */
const mostActivitiesAtRoot = 24;

/** What is out of order and what to do about it, one line each; empty when the house is in order. */
export function houseProblems(house: House): readonly string[] {
  const { activitiesRoot } = house;
  return [
    ...house.filesOver250.map((file) => `${file}: split it by meaning, at most 250 lines`),
    ...house.linesOver120.map((line) => `${line}: break the text by meaning, at most 120 columns`),
    ...house.rings.map((file) => `${file}: on a ring of imports; move what both sides need into a file of its own`),
    ...(activitiesRoot.length > mostActivitiesAtRoot
      ? [`activities/: ${activitiesRoot.length} files at its root; put helpers into the room of their concern`]
      : []),
  ];
}
