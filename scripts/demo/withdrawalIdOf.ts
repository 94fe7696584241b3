import type { DemoPath } from './demoPath.ts';

/** The withdrawal id of a path; `index` is its place in the list. */
export function withdrawalIdOf(path: DemoPath, index: number): string {
  return `demo-${String(index + 1).padStart(2, '0')}-${path.account.replace('/', '-')}`;
}
