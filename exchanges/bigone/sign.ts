import { CompactSign } from 'jose';

export type BigoneTokenInput = {
  readonly apiKey: string;
  readonly apiSecret: string;
  /** Unix nanoseconds; a new one for every request. */
  readonly nonce: bigint;
  readonly recvWindowSeconds: number;
};

/**
 * Makes the bearer token of one request: HS256 over the key, the time and the window. The request itself is
 * not signed. Pure: same input, same token. Source: authentication page (MAPPING §2); the nonce goes as text,
 * or its digits are lost.
 */
export async function signBigoneToken(input: BigoneTokenInput): Promise<string> {
  const claims = {
    type: 'OpenAPIV2',
    sub: input.apiKey,
    nonce: input.nonce.toString(),
    recv_window: input.recvWindowSeconds.toString(),
  };
  return signJwt(JSON.stringify(claims), { alg: 'HS256', typ: 'JWT' }, input.apiSecret);
}

/** Signs a payload byte for byte as given. The secret is its raw text, not base64. */
export async function signJwt(
  payload: string,
  header: { readonly alg: 'HS256'; readonly typ: 'JWT' },
  secret: string,
): Promise<string> {
  const encoder = new TextEncoder();
  return new CompactSign(encoder.encode(payload)).setProtectedHeader(header).sign(encoder.encode(secret));
}
