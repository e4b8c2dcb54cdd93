import { accountPage } from "@/lib/http/account/account-page";
import { profilePage } from "@/lib/http/account/pages/profile";

export const { GET, POST } = accountPage(profilePage);
