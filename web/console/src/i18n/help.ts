// What the contract says of its fields and steps, in the reader's language. It is written in English; Chinese is kept by the English text, so
// that a text that changes is missed by the test (test/help.test.ts) and not told wrongly.
import { useLocaleState } from "react-admin";
import { helpZh } from "./helpZh.ts";

export function useHelp(): (text: string | undefined) => string | undefined {
  const [locale] = useLocaleState();
  return (text) => (text && locale === "zh" ? (helpZh[text] ?? text) : text);
}
