/** What is sent back over HTTP. */
export type Reply = { status: number; body: string; headers?: Record<string, string> };
