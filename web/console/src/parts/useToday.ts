import { useSyncExternalStore } from "react";
import { today } from "../lib/time.ts";

const LOOKS_MS = 10_000;

/** The timer of a machine that slept is late: the page looks again when it is seen again. */
function onTurn(look: () => void): () => void {
  const timer = setInterval(look, LOOKS_MS);
  document.addEventListener("visibilitychange", look);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", look);
  };
}

/** The day that it is in the shop; who uses it is drawn anew when another one begins. */
export const useToday = (): string => useSyncExternalStore(onTurn, () => today());
