import { createAccount } from "@/lib/core/accounts/create-account";
import { isOwnerLinkLive } from "@/lib/core/accounts/owner-link";
import { type Step, view } from "@/lib/http/hosted-response";
import { productPage } from "@/lib/http/product-page";
import { env } from "@/lib/kernel/env";
import { isAppError } from "@/lib/kernel/errors";

/** Behind the one-time owner link: the first operator names themselves and gets an API token. */
export const { GET, POST } = productPage({
  async show(query) {
    const token = query.get("token") ?? "";
    if (!(await isOwnerLinkLive(token))) return deadOwnerLink();
    return view({ page: "owner", token, email: "", name: "", problem: null });
  },
  async submit(form) {
    try {
      const { email, apiToken } = await createAccount(form, form.token ?? "");
      return view({ page: "owner-done", email, apiToken, apiUrl: env().appUrl });
    } catch (error) {
      if (isAppError(error) && error.code === "link_unusable") return deadOwnerLink();
      throw error;
    }
  },
  refused: ({ token = "", email = "", name = "" }, problem) => ({ page: "owner", token, email, name, problem }),
});

function deadOwnerLink(): Step {
  return view(
    {
      page: "notice",
      tone: "bad",
      title: "This link has expired or was already used",
      text: "Whoever runs this installation gets a new one in its folder with: npm run -s signin -- owner-link",
      action: null,
      reference: null,
    },
    422,
  );
}
