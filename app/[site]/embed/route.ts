import { framedPages } from "@/lib/http/framed-pages";
import { hostedPages } from "@/lib/http/hosted-page";

/** The site's pages inside the widget's frame: one address for all of them, shown by registered origins only. */
export const { GET, POST } = hostedPages(framedPages);
