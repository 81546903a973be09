// The reader's language around all that is drawn. The library would draw everything anew for another one, and what was typed would be gone: here only
// the words change, and what the shop said in the language before is asked again.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, type ReactNode } from "react";
import { I18nContext, useLocaleState } from "react-admin";
import { speakerOf } from "../i18n/index.ts";
import { useSpoken } from "./useSpoken.ts";

export function Spoken({ children }: { children: ReactNode }) {
  useSpoken();
  const queries = useQueryClient();
  const [locale] = useLocaleState();
  const before = useRef(locale);
  useEffect(() => {
    if (before.current !== locale) void queries.invalidateQueries();
    before.current = locale;
  }, [locale, queries]);
  return <I18nContext.Provider value={speakerOf(locale)}>{children}</I18nContext.Provider>;
}
