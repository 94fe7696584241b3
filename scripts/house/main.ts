import { parseArgs } from 'node:util';

import { houseProblems } from './houseProblems.ts';
import { measureHouse } from './measureHouse.ts';

/* Says whether the source tree is in order. Exit codes: 0 in order, 1 not. */

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const house = measureHouse(process.cwd());
const problems = houseProblems(house);
for (const problem of problems) console.error(problem);
const counts = Object.fromEntries(Object.entries(house).map(([name, found]) => [name, found.length]));
console.log(values.json ? JSON.stringify(counts) : problems.length === 0 ? 'in order' : 'not in order');
process.exitCode = problems.length === 0 ? 0 : 1;
