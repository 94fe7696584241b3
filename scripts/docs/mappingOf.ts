import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Where an adapter's MAPPING.md lies, from `root` on: its folder is the adapter's id, where a dash may begin a folder
 * of its own (`edgex-withdraw` lies in `exchanges/edgex/withdraw/`). Throws when there is none.
 */
export function mappingOf(adapter: string, root: string): string {
  const mappings = readdirSync(`${root}/exchanges`, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('/MAPPING.md'),
  );
  const found = mappings.find((file) => dirname(file).replaceAll('/', '-') === adapter);
  if (found === undefined) throw new Error(`${adapter} has no MAPPING.md in a folder of its name below exchanges/`);
  return `exchanges/${found}`;
}
