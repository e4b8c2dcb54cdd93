import { pageModule } from "@/lib/http/page-module";

/** The module behind passkeys on hosted pages. */
export const GET = pageModule("passkey");
