"use client";

import { useState } from "react";

/** A frame that shows its old page until the new one is there, so that nothing flashes. What is in it is to be looked at only. */
export function SmoothFrame({ src, title, className }: { src: string; title: string; className: string }) {
  const [shown, setShown] = useState(src);
  const frames = shown === src ? [src] : [shown, src];
  return (
    <div className={`relative ${className}`}>
      {frames.map((address) => (
        <iframe
          key={address}
          src={address}
          title={address === src ? title : ""}
          aria-hidden={address !== src || undefined}
          inert
          onLoad={() => address === src && setShown(src)}
          className={`absolute inset-0 size-full bg-page ${address === shown ? "" : "invisible"}`}
        />
      ))}
    </div>
  );
}
