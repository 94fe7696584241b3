import type { Capabilities } from '../../domain/capabilities.ts';
import type { Exchange, ExchangeDefinition } from '../exchange.ts';
import type { EdgexConfig, EdgexCredentials, EdgexOptions } from './config.ts';
import { edgexBaseUrl, edgexCredentials } from './config.ts';
import { edgexScope } from './core.ts';
import { edgexLimitScopes } from './edgexLimitScopes.ts';

export type EdgexCapabilities = Capabilities & { readonly findBy: 'clientId'; readonly cancel: 'none' };

/** What one kind of edgeX withdrawal adds to what all kinds share. */
export type EdgexKind<Options extends EdgexOptions> = Pick<
  ExchangeDefinition<EdgexCredentials, Options>,
  'id' | 'displayName' | 'statusTable' | 'optionsSchema'
> & {
  readonly feeMode: Capabilities['feeMode'];
  readonly create: (config: EdgexConfig<Options>, capabilities: EdgexCapabilities) => Exchange;
};

/** The registry's entry of one kind of edgeX withdrawal. Pure. */
export function edgexDefinition<Options extends EdgexOptions>({
  feeMode,
  create,
  ...kind
}: EdgexKind<Options>): ExchangeDefinition<EdgexCredentials, Options> {
  const capabilities: EdgexCapabilities = {
    repeatSubmit: 'safe',
    findBy: 'clientId',
    cancel: 'none',
    feeMode,
    clientIdFormat: 'digits',
    answerIdIsRecordId: true,
    // By then the signature of the first attempt has expired (MAPPING §6).
    resubmitAfterMs: 15 * 24 * 60 * 60_000,
    statusBatch: { kind: 'ids', size: 100 },
  };
  return {
    ...kind,
    defaultBaseUrl: edgexBaseUrl,
    capabilities,
    limitScopes: edgexLimitScopes,
    submitScope: edgexScope,
    cancelScope: null,
    needsExchangeAccountId: true,
    credentialsSchema: edgexCredentials,
    create: (config) => create(config, capabilities),
  };
}
