import { useEffect, useRef } from "react";
import { draftOf, dropDraft, watchForm } from "../api/drafts.ts";

/** What was kept of this form when a session ended, if anything; and `typed` is kept should it end now (null: nothing was typed). Answers what
 * says that it was sent. */
export function useDraft(form: string | undefined, typed: unknown): () => void {
  const now = useRef(typed);
  now.current = typed;
  useEffect(() => {
    if (!form) return;
    const at = window.location.hash.slice(1) || "/";
    return watchForm(form, () => (now.current === null ? null : { form, at, typed: now.current }));
  }, [form]);
  return () => {
    now.current = null;
    if (form) dropDraft(form);
  };
}

export const draftFor = (form: string | undefined): unknown => (form ? draftOf(form) : undefined);
