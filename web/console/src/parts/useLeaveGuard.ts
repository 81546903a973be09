import { useEffect, useRef } from "react";
import { useTranslate } from "react-admin";
import { useBlocker } from "react-router-dom";

/** Asks before a page with unsaved changes is left: by a link, the back button, or by closing the tab. Answers what lets go at once: whoever
 * has just saved leaves before the page is drawn anew. */
export function useLeaveGuard(dirty: boolean) {
  const say = useTranslate();
  const free = useRef(false);
  const blocker = useBlocker(({ currentLocation, nextLocation }) => dirty && !free.current && currentLocation.pathname !== nextLocation.pathname);
  useEffect(() => {
    if (blocker.state !== "blocked") return;
    if (window.confirm(say("ra.message.unsaved_changes"))) blocker.proceed();
    else blocker.reset();
  }, [blocker, say]);
  useEffect(() => {
    if (!dirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [dirty]);
  return () => {
    free.current = true;
  };
}
