import { createHash } from 'node:crypto';

import { findAsset, findNetwork } from '../catalog.ts';
import type { AccountCall, ExchangeState } from '../exchangeApi.ts';
import { readFields, type Fields } from './fields.ts';
import { refusals } from './refusals.ts';

type Address = { accountId: string; place: string; address: string; created: number };

/** Deposit addresses. Nothing is ever deposited here, so an address that was made stays unused until it is deleted. */
export function createAddresses(state: ExchangeState) {
  let addresses: Address[] = [];
  let made = 0;

  function readPlace(fields: Fields): string {
    const asset = findAsset(fields.required('currency'));
    const network = fields.required('network');
    // Samples and table write the network in capitals, the network list of the same document does not.
    const found =
      asset?.networks.find((one) => one.name.btse.toLowerCase() === network.toLowerCase()) ??
      (asset && findNetwork('btse', asset, network));
    if (!asset || !found) throw refusals.badParameter('currency or network is unknown');
    return `${asset.symbol}-${found.name.btse}`;
  }

  const ofPlace = (accountId: string, place: string) =>
    addresses.filter((one) => one.accountId === accountId && one.place === place);
  const shown = ({ address, created }: Address) => ({ address, created });

  function create({ call, account }: AccountCall) {
    const place = readPlace(readFields(call));
    const [unused] = ofPlace(account.accountId, place);
    if (unused) throw refusals.unusedAddress(unused.address);
    made += 1;
    const hash = createHash('sha256').update(`${account.accountId} ${place} ${made}`).digest('hex');
    const address = `sim${hash.slice(0, 32)}`;
    const entry = { accountId: account.accountId, place, address, created: state.clock.now() };
    addresses.push(entry);
    return [shown(entry)];
  }

  const get = ({ call, account }: AccountCall) => ofPlace(account.accountId, readPlace(readFields(call))).map(shown);

  function remove({ call, account }: AccountCall) {
    const fields = readFields(call);
    const address = fields.required('address');
    const found = ofPlace(account.accountId, readPlace(fields)).find((one) => one.address === address);
    if (!found) throw refusals.badParameter('no such address');
    addresses = addresses.filter((one) => one !== found);
    return [shown(found)];
  }

  return { create, get, remove };
}
