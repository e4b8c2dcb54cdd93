import { socialCallback } from "@/lib/http/pages/social-callback";
import { socialCallbackForm } from "@/lib/http/pages/social-callback-form";
import { contracted } from "@/lib/http/route";

/** Where providers send visitors back to: by an address, or, Apple, by a form. */
export const GET = contracted(
  { kind: "hosted", credential: "none", leadsOn: true, statuses: [200, 303, 403, 404, 422, 429] },
  socialCallback,
);

export const POST = contracted(
  { kind: "hosted", credential: "none", leadsOn: true, statuses: [303, 400, 403, 404, 413, 415] },
  socialCallbackForm,
);
