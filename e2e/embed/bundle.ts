import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";
import { inject } from "vitest";
import type { Site } from "../api";

const require = createRequire(import.meta.url);
const root = join(import.meta.dirname, "../..");

/** A component of the documentation as it stands, but for host and slug. */
const sample = (name: "react" | "vue", { slug }: Site) =>
  readFileSync(join(import.meta.dirname, `${name}-sample.txt`), "utf8").replace(
    "https://signin.fast/your-site-slug",
    `${inject("baseUrl")}/${slug}`,
  );

/** Lets a program import the documentation's component. */
const component = (contents: string): Plugin => ({
  name: "sample",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\/AuthComponent$/ }, () => ({ path: "AuthComponent", namespace: "sample" }));
    onLoad({ filter: /./, namespace: "sample" }, () => ({ contents, loader: "jsx", resolveDir: root }));
  },
});

/** Builds a program around it, for development, where React mounts each component twice. */
async function bundle(contents: string, sampleCode: string, alias: Record<string, string> = {}): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, loader: "jsx", resolveDir: root },
    plugins: [component(sampleCode)],
    alias,
    bundle: true,
    write: false,
    jsx: "automatic",
    define: {
      "process.env.NODE_ENV": '"development"',
      __VUE_OPTIONS_API__: "true",
      __VUE_PROD_DEVTOOLS__: "false",
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
    },
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}

/** The React component in StrictMode; `mount()` and `unmount()` are the page's. */
export const reactApp = (site: Site): Promise<string> =>
  bundle(
    `import { StrictMode } from "react";
     import { createRoot } from "react-dom/client";
     import AuthComponent from "./AuthComponent";
     let root;
     window.mount = () => (root = createRoot(document.getElementById("app"))).render(<StrictMode><AuthComponent /></StrictMode>);
     window.unmount = () => root.unmount();
     mount();`,
    sample("react", site),
  );

/** The Vue component, its template compiled in the browser. */
export function vueApp(site: Site): Promise<string> {
  const text = sample("vue", site);
  const [, template = ""] = /<template>(.*)<\/template>/s.exec(text) ?? [];
  const [, script = ""] = /<script>(.*)<\/script>/s.exec(text) ?? [];
  return bundle(
    `import { createApp } from "vue";
     import AuthComponent from "./AuthComponent";
     const template = ${JSON.stringify(template)};
     let app;
     window.mount = () => (app = createApp({ ...AuthComponent, template })).mount("#app");
     window.unmount = () => app.unmount();
     mount();`,
    script,
    { vue: require.resolve("vue/dist/vue.esm-bundler.js") },
  );
}
