import { accountPage } from "@/lib/http/account/account-page";
import { sessionsPage } from "@/lib/http/account/pages/sessions";

export const { GET, POST } = accountPage(sessionsPage);
