/**
 * The colours of the hosted pages, light and dark. Every text reaches 4.5:1 on its ground in both, every outline of a
 * control 3:1.
 *
 * `accent` is what a site will set for itself one day: it fills the one primary button and the site's mark.
 */
const light = {
  page: "#f4f4f6",
  glow: "#ffffff",
  card: "#ffffff",
  line: "#e3e3e8",
  edge: "#8c8c99",
  ink: "#1a1a21",
  soft: "#5c5c69",
  accent: "#1a1a21",
  "on-accent": "#ffffff",
  focus: "#3b5bdb",
  good: "#0b6b43",
  "good-well": "#ebf6f0",
  bad: "#b42318",
  "bad-well": "#fdf1f0",
};

const dark: typeof light = {
  page: "#111114",
  glow: "#1a1a20",
  card: "#1b1b20",
  line: "#2e2e36",
  edge: "#71717f",
  ink: "#f1f1f4",
  soft: "#a3a3b0",
  accent: "#f1f1f4",
  "on-accent": "#1a1a21",
  focus: "#91a7ff",
  good: "#74d3a3",
  "good-well": "#16281f",
  bad: "#ffa198",
  "bad-well": "#331c1b",
};

export const TOKENS = { light, dark };
