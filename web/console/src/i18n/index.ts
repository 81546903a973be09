import english from "ra-language-english";
import type { I18nProvider } from "react-admin";
import polyglotI18nProvider from "ra-i18n-polyglot";
import { codes } from "./codes.ts";
import { en } from "./en.ts";
import { loggedZh } from "./logged.ts";
import { machines } from "./machines.ts";
import { chinese, merged } from "./merged.ts";
import { zh } from "./zh.ts";
import { documents, fieldNames, library, stateNames } from "./zhNames.ts";
import { toldFields, toldRelated, toldStates } from "./zhFields.ts";
import { fields, states } from "./zhMore.ts";

const pages = (words: typeof en) => Object.fromEntries(Object.entries(words.page).map(([name, text]) => [name, { name: text }]));
const messages: Record<string, any> = {
  en: { ...english, ...en, field: { ...codes.en.field, ...en.field }, state: { ...codes.en.state, ...en.state }, machine: machines(0), resources: pages(en) },
  zh: { ...english, ...chinese, ra: merged(merged(english.ra, chinese.ra), library), ...zh, do: { ...loggedZh.do, ...zh.do }, field: { ...codes.zh.field, ...toldFields, ...fieldNames, ...fields, ...zh.field }, state: { ...codes.zh.state, ...toldStates, ...stateNames, ...states, ...zh.state }, related: { ...toldRelated, ...loggedZh.related, ...zh.related }, document: { ...loggedZh.document, ...documents }, machine: machines(1), resources: pages(zh) },
};

/** Written in capitals wherever they stand. */
const INITIALS = /\b(ap2|api|csv|hs|html|ip|json|pdf|po|rfm|sku|sms|url|vat|wms|xml)\b/g;
const UNIT = / (g|kg|mm|cm|ml|ms)$/;

/** `payment_status` → "Payment status", `weight_g` → "Weight (g)". */
export const humanised = (key: string) => {
  // What an id is of is what a page shows in its place.
  const plain = key.startsWith("field.") && !/external_id$/.test(key) ? key.replace(/([a-z])_id(s?)$/, "$1$2") : key;
  const last = plain.slice(plain.indexOf(".") + 1).replaceAll(/[._]/g, " ").toLowerCase().replace(/:(?=\S)/, ": ").replace(UNIT, " ($1)").replace(INITIALS, (word) => word.toUpperCase());
  return last.charAt(0).toUpperCase() + last.slice(1);
};

export const firstLocale = () => localStorage.getItem("console.locale") ?? (navigator.language.startsWith("zh") ? "zh" : "en");

const LOCALES = [{ locale: "en", name: "English" }, { locale: "zh", name: "中文" }];
const speakers = new Map(LOCALES.map(({ locale }) => [locale, polyglotI18nProvider(() => messages[locale], locale, LOCALES, {
  allowMissing: true,
  onMissingKey: (key: string, options: { _?: string }) => /^(field|state|page|do|related|document)\./.test(key) ? humanised(key) : (options._ ?? key),
})]));

export const speakerOf = (locale: string): I18nProvider => speakers.get(locale) ?? speakers.get("en")!;

let chosen = firstLocale();
/** Before anything is drawn in it: a language that is still on its way is a reason for the library to draw all forms anew. */
export const choose = (locale: string) => void (chosen = locale);

export const i18nProvider: I18nProvider = {
  translate: (key, options) => speakerOf(chosen).translate(key, options),
  changeLocale: async (locale) => choose(locale),
  getLocale: () => chosen,
  getLocales: () => LOCALES,
};
