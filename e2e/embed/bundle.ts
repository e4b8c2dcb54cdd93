import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";
import { compile } from "svelte/compiler";
import { inject } from "vitest";
import { compileScript, parse } from "vue/compiler-sfc";
import { react, svelte, vue } from "@/app/(public)/docs/embed/samples";
import type { Site } from "../api";

const require = createRequire(import.meta.url);
const root = join(import.meta.dirname, "../..");

/** A component of the public documentation of Signin.fast as it stands, but for host and slug. */
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

/** A component of our own documentation, for a site. */
const ours = (text: (appUrl: string) => string, { slug }: Site) => text(inject("baseUrl")).replace("your-slug", slug);

/** Builds a program around it, for development, where React mounts each component twice. `mount()` and `unmount()` are the page's. */
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

const inReact = (imported: string) => `
  import { StrictMode } from "react";
  import { createRoot } from "react-dom/client";
  import ${imported} from "./AuthComponent";
  let root;
  window.mount = () => (root = createRoot(document.getElementById("app"))).render(<StrictMode><AuthComponent /></StrictMode>);
  window.unmount = () => root.unmount();
  window.mount();`;

const inVue = (template: string) => `
  import { createApp } from "vue";
  import AuthComponent from "./AuthComponent";
  const template = ${JSON.stringify(template)};
  let app;
  window.mount = () => (app = createApp({ template, ...AuthComponent })).mount("#app");
  window.unmount = () => app.unmount();
  window.mount();`;

/** The seed's component for React, in StrictMode. */
export const reactApp = (site: Site): Promise<string> => bundle(inReact("AuthComponent"), sample("react", site));

/** Our own component for React, in StrictMode. */
export const ourReactApp = (site: Site): Promise<string> => bundle(inReact("{ SignIn as AuthComponent }"), ours(react, site));

/** Our own component for Vue, compiled as its plugin for bundlers does. */
export function ourVueApp(site: Site): Promise<string> {
  const { descriptor } = parse(ours(vue, site));
  return bundle(inVue(""), compileScript(descriptor, { id: "sample", inlineTemplate: true }).content);
}

/** Our own component for Svelte. */
export const ourSvelteApp = (site: Site): Promise<string> =>
  bundle(
    `import { mount, unmount } from "svelte";
     import AuthComponent from "./AuthComponent";
     let app;
     window.mount = () => (app = mount(AuthComponent, { target: document.getElementById("app") }));
     window.unmount = () => unmount(app);
     window.mount();`,
    compile(ours(svelte, site), { generate: "client", dev: true, filename: "SignIn.svelte" }).js.code,
  );

/** The seed's component for Vue, its template compiled in the browser. */
export function vueApp(site: Site): Promise<string> {
  const text = sample("vue", site);
  const [, template = ""] = /<template>(.*)<\/template>/s.exec(text) ?? [];
  const [, script = ""] = /<script>(.*)<\/script>/s.exec(text) ?? [];
  return bundle(inVue(template), script, { vue: require.resolve("vue/dist/vue.esm-bundler.js") });
}
