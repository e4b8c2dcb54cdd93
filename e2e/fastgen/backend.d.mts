/** A customer's backend that lets in who is signed in at a site, on the word of its tokens alone. */
export function startBackend(siteAddress: string): Promise<{ address: string; stop(): Promise<void> }>;
