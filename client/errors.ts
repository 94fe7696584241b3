/* Every error that this library throws on purpose. */

export { errorKinds, WithdrawalClientError, type ErrorKind } from './errors/withdrawalClientError.ts';
export * from './errors/inputErrors.ts';
export * from './errors/notFoundErrors.ts';
export * from './errors/refusedErrors.ts';
export * from './errors/resultErrors.ts';
export * from './errors/temporalErrors.ts';
