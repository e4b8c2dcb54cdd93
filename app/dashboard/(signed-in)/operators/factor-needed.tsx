"use client";

import { ActButton } from "../sites/[id]/act-button";
import { setFactorNeededAction } from "./actions";

/** The switch that wants a second step of everybody. `mine`: whether the operator who looks has one. */
export function FactorNeeded({ needed, mine }: { needed: boolean; mine: boolean }) {
  if (needed) {
    return (
      <ActButton act={() => setFactorNeededAction(false)} said="A second step is everybody’s own choice">
        Leave it to everybody
      </ActButton>
    );
  }
  if (!mine) return <p className="text-sm text-soft">Set up your own in your profile first.</p>;
  return (
    <ActButton
      act={() => setFactorNeededAction(true)}
      said="Everybody needs a second step"
      confirm={{
        title: "Want a second step of everybody?",
        text: "Whoever has none is signed out now, and sets one up when they sign in next.",
        yes: "Want it of everybody",
      }}
    >
      Want it of everybody
    </ActButton>
  );
}
