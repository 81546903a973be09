import { useEffect } from "react";
import { useLocaleState } from "react-admin";
import { speak } from "../api/client.ts";

/** The reader's language, told to whoever has to know it: the API before anything is asked, the browser, and the next visit. */
export function useSpoken(): void {
  const [locale] = useLocaleState();
  speak(locale);
  useEffect(() => {
    localStorage.setItem("console.locale", locale);
    document.documentElement.lang = locale === "zh" ? "zh-CN" : "en";
  }, [locale]);
}
