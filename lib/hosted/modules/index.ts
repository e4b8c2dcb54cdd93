/** The modules that a hosted page may need, where only a browser's own API can do what is wanted. Each is served by its name. */
export const MODULES = ["passkey"] as const;

export type ModuleId = (typeof MODULES)[number];

/** Where a module is served. */
export const modulePath = (id: ModuleId) => `/static/${id}.js`;
