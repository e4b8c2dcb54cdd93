import { beginPasskey } from "@/lib/http/begin-passkey";

/** A challenge for a passkey, to sign in to the site with. */
export const POST = beginPasskey;
