/** The samples of the documentation. `appUrl` is where this installation answers. */

export const plain = (appUrl: string) => `<script src="${appUrl}/your-slug/embed.js" async></script>

<button data-signin-fast="login">Sign in</button>
<button data-signin-fast="signup">Create an account</button>

<script>
  window.addEventListener("signinFastAuth", (event) => {
    if (event.detail.success) console.log("Welcome,", event.detail.user.email);
  });
</script>`;

export const react = (appUrl: string) => `import { useEffect, useState } from "react";

export function SignIn() {
  const [user, setUser] = useState(null);
  useEffect(() => {
    const script = document.createElement("script");
    script.src = "${appUrl}/your-slug/embed.js";
    script.async = true;
    document.body.append(script);
    const onAuth = (event) => {
      if (!event.detail.success) return;
      event.preventDefault(); // stay on this page
      setUser(event.detail.user);
    };
    window.addEventListener("signinFastAuth", onAuth);
    return () => {
      window.removeEventListener("signinFastAuth", onAuth);
      script.remove();
    };
  }, []);
  return user ? <p>Welcome, {user.email}</p> : <button data-signin-fast="login">Sign in</button>;
}`;

export const vue = (appUrl: string) => `<script setup>
import { onMounted, onUnmounted, ref } from "vue";

const user = ref(null);
let script;
const onAuth = (event) => {
  if (!event.detail.success) return;
  event.preventDefault(); // stay on this page
  user.value = event.detail.user;
};
onMounted(() => {
  script = document.createElement("script");
  script.src = "${appUrl}/your-slug/embed.js";
  script.async = true;
  document.body.append(script);
  window.addEventListener("signinFastAuth", onAuth);
});
onUnmounted(() => {
  window.removeEventListener("signinFastAuth", onAuth);
  script.remove();
});
</script>

<template>
  <p v-if="user">Welcome, {{ user.email }}</p>
  <button v-else data-signin-fast="login">Sign in</button>
</template>`;

export const svelte = (appUrl: string) => `<script>
  import { onMount } from "svelte";

  let user = $state(null);
  const onAuth = (event) => {
    if (!event.detail.success) return;
    event.preventDefault(); // stay on this page
    user = event.detail.user;
  };
  onMount(() => {
    const script = document.createElement("script");
    script.src = "${appUrl}/your-slug/embed.js";
    script.async = true;
    document.body.append(script);
    window.addEventListener("signinFastAuth", onAuth);
    return () => {
      window.removeEventListener("signinFastAuth", onAuth);
      script.remove();
    };
  });
</script>

{#if user}
  <p>Welcome, {user.email}</p>
{:else}
  <button data-signin-fast="login">Sign in</button>
{/if}`;

export const turbo = (appUrl: string) => `<head>
  <script src="/turbo.js"></script>
  <script src="${appUrl}/your-slug/embed.js" async></script>
</head>
<body>
  <button data-signin-fast="login">Sign in</button>
</body>`;

export const htmx = (appUrl: string) => `<head>
  <script src="/htmx.js"></script>
  <script src="${appUrl}/your-slug/embed.js" async></script>
</head>
<body>
  <button hx-get="/account-menu" hx-target="#account">Account</button>
  <!-- What comes may hold: <button data-signin-fast="signup">Create an account</button> -->
  <div id="account"></div>
</body>`;

/** `state`: what the page's own session keeps, as the template language of the page puts it there. */
export const withState = (appUrl: string) => `<script src="${appUrl}/your-slug/embed.js" data-state="{{ session.state }}" async></script>`;

/** The other end of it: before the callback of the quick start, and after its session. */
export const checkState = `import { randomUUID } from "node:crypto";

app.use((req, res, next) => {
  req.session.state ??= randomUUID(); // for data-state on your pages
  next();
});
app.get("/auth/callback", (req, res, next) => {
  if (req.query.state === req.session.state) next(); // the callback follows
  else res.sendStatus(403);
});`;

/** Optional, besides: a token that is stolen on its way is of no use without what the session keeps. */
export const bindToken = (appUrl: string) => `import { createHash, randomBytes } from "node:crypto";

app.get("/sign-in", (req, res) => {
  req.session.verifier = randomBytes(32).toString("base64url");
  const challenge = createHash("sha256").update(req.session.verifier).digest("base64url");
  res.redirect("${appUrl}/your-slug/login?code_challenge_method=S256&code_challenge=" + challenge);
});
app.get("/auth/callback", async (req, res) => {
  const answer = await fetch("${appUrl}/api/site_user_sessions/" + encodeURIComponent(req.query.token), {
    method: "POST",
    headers: { authorization: "Bearer " + process.env.SIGNIN_FAST_TOKEN, "content-type": "application/json" },
    body: JSON.stringify({ code_verifier: req.session.verifier }),
  });
  res.sendStatus(answer.ok ? 200 : 403);
});`;

export const early = `<script>
  (window.SigninFast ||= []).push((widget) => widget.openModalToSignup());
</script>`;

export const styling = `.signin-fast-content {
  border-radius: 24px !important;
}
.signin-fast-button {
  background: #0f766e !important;
  color: white !important;
}`;

export const strictPolicy = (appUrl: string) => `Content-Security-Policy: script-src 'self' ${appUrl}; frame-src ${appUrl}`;
