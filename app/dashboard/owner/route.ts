import { createAccount } from "@/lib/core/accounts/create-account";
import { isOwnerLinkLive } from "@/lib/core/accounts/owner-link";
import { type Step, seeOther, view } from "@/lib/http/hosted-response";
import { sessionCookie } from "@/lib/http/operator-session";
import { productPage } from "@/lib/http/product-page";
import { isAppError } from "@/lib/kernel/errors";

/** Behind the one-time owner link: the first operator names themselves, is signed in, and goes on to name a site. */
export const { GET, POST } = productPage({
  async show(query) {
    const token = query.get("token") ?? "";
    if (!(await isOwnerLinkLive(token))) return deadOwnerLink();
    return view({ page: "owner", token, email: "", name: "", problem: null });
  },
  async submit(form) {
    try {
      const { session } = await createAccount(form, { ownerLink: form.token ?? "" });
      return seeOther("/dashboard/sites/new", await sessionCookie(session));
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
