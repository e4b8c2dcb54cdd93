import { randomBytes } from "node:crypto";

/** A site's public name towards our API: `pid_` and 20 characters. */
export const newClientId = () => `pid_${randomBytes(15).toString("base64url")}`;
