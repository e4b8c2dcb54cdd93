/** What came to the callback. `referer`: what the browser said it came from. */
export type Callback = { query: Record<string, string>; referer: string | null };
export type RelyingParty = { url: string; callbacks: Callback[]; at(slug: string): void; stop(): Promise<void> };
export function startRelyingParty(options: { host: string; apiToken: string }): Promise<RelyingParty>;
