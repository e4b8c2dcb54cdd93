import { createAccount } from "@/lib/core/accounts/create-account";
import { isOwnerLinkLive } from "@/lib/core/accounts/owner-link";
import { type Step, seeOther, view } from "@/lib/http/hosted-response";
import { sessionCookie } from "@/lib/http/operator-session";
import { productPage } from "@/lib/http/product-page";
import { isAppError } from "@/lib/kernel/errors";
import type { Texts } from "@/lib/texts";

/** Behind the one-time owner link: the first operator names themselves, is signed in, and goes on to name a site. */
export const { GET, POST } = productPage({
  async show(query, t) {
    const token = query.get("token") ?? "";
    if (!(await isOwnerLinkLive(token))) return deadOwnerLink(t);
    return view({ page: "owner", token, email: "", name: "", problem: null });
  },
  async submit(form, t) {
    try {
      const { session } = await createAccount(form, { ownerLink: form.token ?? "" });
      return seeOther("/dashboard/sites/new", await sessionCookie(session));
    } catch (error) {
      if (isAppError(error) && error.code === "link_unusable") return deadOwnerLink(t);
      throw error;
    }
  },
  refused: ({ token = "", email = "", name = "" }, problem) => ({ page: "owner", token, email, name, problem }),
});

function deadOwnerLink(t: Texts): Step {
  return view(
    {
      page: "notice",
      tone: "bad",
      title: t.checkMail.deadLink,
      text: t.owner.deadLink,
      action: null,
      reference: null,
    },
    422,
  );
}
