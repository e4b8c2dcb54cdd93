import { hostedPage } from "@/lib/http/hosted-page";
import { passkeyOfferPage } from "@/lib/http/pages/passkey-offer";

export const { GET, POST } = hostedPage(passkeyOfferPage);
