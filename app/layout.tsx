import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import "./theme.css";

export const metadata: Metadata = {
  title: { default: "Signin Fast", template: "%s · Signin Fast" },
  description: "Hosted sign-in that starts with one command.",
};

export const viewport: Viewport = { width: "device-width", initialScale: 1, colorScheme: "light dark" };

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
