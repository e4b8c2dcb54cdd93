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

export const styling = `.signin-fast-content {
  border-radius: 24px !important;
}
.signin-fast-button {
  background: #0f766e !important;
  color: white !important;
}`;

export const strictPolicy = (appUrl: string) => `Content-Security-Policy: script-src 'self' ${appUrl}; frame-src ${appUrl}`;
