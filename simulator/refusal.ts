/** An exchange says no: HTTP status, the exchange's code, its message. Nothing was booked. */
export class Refusal extends Error {
  readonly httpStatus: number;
  readonly code: number;
  readonly retryAfterSeconds: number | null;

  constructor(said: { httpStatus: number; code: number; message: string; retryAfterSeconds?: number }) {
    super(said.message);
    this.name = 'Refusal';
    this.httpStatus = said.httpStatus;
    this.code = said.code;
    this.retryAfterSeconds = said.retryAfterSeconds ?? null;
  }
}
