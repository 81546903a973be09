import { useEffect, useState } from "react";
import { useTranslate } from "react-admin";
import { useBlocker } from "react-router-dom";

/** Forms with something unsaved. A page has several, and the router asks one blocker only: so there is one, of the frame. */
const unsaved = new Set<object>();

/** Nothing is asked any more: what was typed is put by, or is to be forgotten. */
export const letAllGo = (): void => unsaved.clear();

/** Asks before a page with unsaved changes is left: by a link, the back button, or by closing the tab. Answers what lets go at once: whoever
 * has just saved leaves before the page is drawn anew. */
export function useLeaveGuard(dirty: boolean) {
  const [me] = useState(() => ({}));
  useEffect(() => {
    if (!dirty) return;
    unsaved.add(me);
    return () => void unsaved.delete(me);
  }, [dirty, me]);
  return () => void unsaved.delete(me);
}

/** Stands once in the frame. */
export function LeaveGuard() {
  const say = useTranslate();
  const blocker = useBlocker(({ currentLocation, nextLocation }) => unsaved.size > 0 && currentLocation.pathname !== nextLocation.pathname);
  useEffect(() => {
    if (blocker.state !== "blocked") return;
    if (window.confirm(say("ra.message.unsaved_changes"))) blocker.proceed();
    else blocker.reset();
  }, [blocker, say]);
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (unsaved.size) event.preventDefault();
    };
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, []);
  return null;
}
