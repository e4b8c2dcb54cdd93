"use client";

import { ActButton } from "../sites/[id]/act-button";
import { setFactorNeededAction } from "./actions";

/** The switch that requires a second step of everybody. `mine`: whether the operator who looks has one. */
export function FactorNeeded({ needed, mine }: { needed: boolean; mine: boolean }) {
  if (needed) {
    return (
      <ActButton act={() => setFactorNeededAction(false)} said="A second step is everybody’s own choice">
        Make it optional
      </ActButton>
    );
  }
  if (!mine) return <p className="text-sm text-soft">Set up your own in your profile first.</p>;
  return (
    <ActButton
      act={() => setFactorNeededAction(true)}
      said="Everybody needs a second step"
      confirm={{
        title: "Require a second step?",
        text: "Whoever has none is signed out now, and sets one up when they sign in next.",
        yes: "Require it",
        no: "Leave it optional",
      }}
    >
      Require a second step
    </ActButton>
  );
}
