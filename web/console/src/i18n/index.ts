import chinese from "@haxqer/ra-language-chinese";
import english from "ra-language-english";
import polyglotI18nProvider from "ra-i18n-polyglot";
import { en } from "./en.ts";
import { zh } from "./zh.ts";
import { fields, lacking, states } from "./zhMore.ts";

const pages = (words: typeof en) => Object.fromEntries(Object.entries(words.page).map(([name, text]) => [name, { name: text }]));
// The package is CommonJS: bundled, its words stand one level deeper.
const kept = (chinese as any).default ?? chinese;
const messages: Record<string, any> = {
  en: { ...english, ...en, resources: pages(en) },
  zh: { ...english, ...kept, ra: merged(merged(english.ra, kept.ra), lacking), ...zh, field: { ...fields, ...zh.field }, state: { ...states, ...zh.state }, resources: pages(zh) },
};

/** The kept translation may lag behind the library: what it lacks is said in English, never by its key. */
function merged(under: any, over: any): any {
  if (typeof under !== "object" || typeof over !== "object") return over ?? under;
  return Object.fromEntries(Object.keys({ ...under, ...over }).map((key) => [key, key in over ? merged(under[key], over[key]) : under[key]]));
}

/** `payment_status` → "Payment status". */
export const humanised = (key: string) => {
  const last = key.slice(key.indexOf(".") + 1).replaceAll(/[._]/g, " ").toLowerCase();
  return last.charAt(0).toUpperCase() + last.slice(1);
};

export const firstLocale = () => localStorage.getItem("console.locale") ?? (navigator.language.startsWith("zh") ? "zh" : "en");

export const i18nProvider = polyglotI18nProvider((locale) => messages[locale] ?? messages.en, firstLocale(), [{ locale: "en", name: "English" }, { locale: "zh", name: "中文" }], {
  allowMissing: true,
  onMissingKey: (key: string, options: { _?: string }) => /^(field|state|page|do|related|document)\./.test(key) ? humanised(key) : (options._ ?? key),
});
