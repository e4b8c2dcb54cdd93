import { accountPage } from "@/lib/http/account/account-page";
import { passkeysPage } from "@/lib/http/account/pages/passkeys";

export const { GET, POST } = accountPage(passkeysPage);
