import { edgexAccount } from '../local/edgexAccount.ts';
import { keyedAccount } from '../local/keyedAccount.ts';
import type { LocalAccount } from '../local/localAccount.ts';

const bigone = keyedAccount('bigone/treasury', 'bigone', 'Ethereum', '1001');
const bitunix = keyedAccount('bitunix/main', 'bitunix', 'Ethereum (ERC-20)', '2001');

/** The accounts that the cast needs. */
export const castAccounts = { bigone, bitunix } as const;

/** The playground's accounts: one for each adapter, and one whose workflow is terminated on purpose. */
export const playAccounts: readonly LocalAccount[] = [
  bigone,
  bitunix,
  keyedAccount('bitunix/spare', 'bitunix', 'Ethereum (ERC-20)', '2002'),
  keyedAccount('btse/main', 'btse', 'Ethereum', 'demoUser'),
  edgexAccount('edgex-normal-withdraw/main', 'Ethereum'),
  edgexAccount('edgex-cross-withdraw/main', 'Arbitrum One'),
  edgexAccount('edgex-withdraw/main', 'Ethereum'),
];
