import type { QuickStart, Snippet } from "./snippet";

/** The one script that opens sign-in over any page. */
export const html = ({ appUrl, slug }: QuickStart): Snippet => ({
  id: "html",
  label: "HTML",
  place: "On any page of yours. Sign-in opens over the page; your backend exchanges the token as in the other tabs.",
  code: `<!-- STATE: what your backend keeps in this visitor's session and finds again at the callback -->
<script src="${appUrl}/${slug}/embed.js" data-state="STATE" async></script>

<button class="signin-fast-login">Sign in</button>
<button class="signin-fast-signup">Create an account</button>

<!-- Without the script, a plain link does it too -->
<a href="${appUrl}/${slug}/login?state=STATE">Sign in</a>`,
});
