// One value as a person reads it, whatever the contract sends: money, a text in languages, a time, a state.
import Chip from "@mui/material/Chip";
import { useLocaleState, useResourceContext, useTranslate } from "react-admin";
import { adviceZh } from "../i18n/advice.ts";
import { isMoney, shown } from "../lib/money.ts";
import { planOf } from "../lib/plan.ts";
import { isTime, shopZone, time, utc } from "../lib/time.ts";
import { isSpan, size, span, type Unit } from "../lib/units.ts";
import type { Kind } from "../resources.ts";
import { useName } from "./Names.tsx";

/** How many of them are all. */
const WHOLE = { share: 1, percent: 100, permille: 1_000, basis_points: 10_000 };
const DAY = /^\d{4}-\d\d-\d\d$/;
const GOOD = new Set(["paid", "completed", "delivered", "succeeded", "published", "active", "in_stock", "fulfilled", "captured", "approved", "DELIVERED", "done", "applied"]);
const BAD = new Set(["failed", "cancelled", "out_of_stock", "suspended", "rejected", "charged_back", "disputed", "stuck", "EXCEPTION", "mismatch", "escalated"]);

export const at = (row: any, source: string) => source.split(".").reduce((value, step) => value?.[step], row);

export function words(value: unknown, locale: string): string {
  if (!value || typeof value !== "object") return value == null ? "" : String(value);
  const map = value as Record<string, string>;
  return map[locale] ?? map.en ?? map.zh ?? Object.values(map)[0] ?? "";
}

/** What a row is called: by the first of its columns that says anything and is no time; its id at last. */
export function nameOf(row: any, columns: { source: string; kind?: Kind }[], text: (value: unknown, kind?: Kind) => string): string {
  return columns.filter((column) => column.kind !== "time").map((column) => text(at(row, column.source), column.kind)).find(Boolean) ?? String(row.id);
}

/** Dots would be read as a path. */
export const stateName = (say: (key: string, options?: object) => string, page: string | undefined, value: string): string => {
  // What a payment provider says of a dispute: why, and how far it is.
  if (page === "disputes" && value.includes(":")) return value.split(":").map((one) => say(`state.${one}`)).join(" · ");
  const word = value.replaceAll(".", "_");
  return say(`state_of.${page}.${word}`, { _: say(`state.${word}`) });
};

export function useText(): (value: unknown, kind?: Kind) => string {
  const [locale] = useLocaleState();
  const say = useTranslate();
  const page = useResourceContext();
  // `word:free`: by which word of the shop's list.
  const coded = (code: string) => code.split(":").map((part, index) => (index ? part : stateName(say, page, part))).join(say("form.colon"));
  return (value, kind) => {
    if (value === null || value === undefined || value === "") return "";
    if (kind === "state" && typeof value === "string") return stateName(say, page, value);
    if (kind === "state" && Array.isArray(value)) return value.map((one) => stateName(say, page, String(one))).join(", ");
    if (kind === "coded" && Array.isArray(value)) return value.map((one) => one.reason || coded(one.code ?? one)).join(", ");
    if (kind === "options") return Object.values(value).join(" · ");
    if (kind === "about") return say(`channel.${value}`, { _: String(value) });
    if (kind === "advice" && locale === "zh") return adviceZh[String(value)] ?? String(value);
    if (kind && kind in WHOLE) return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 3 }).format(Number(value) / WHOLE[kind as keyof typeof WHOLE]);
    if (isSpan(kind as Unit)) return span(Number(value), kind as "seconds", locale);
    if (kind === "bytes") return size(Number(value), locale);
    if (kind === "plan") {
      const plan = planOf(String(value));
      return plan ? say(`plan.${plan.key}`, { smart_count: plan.count, at: plan.at, zone: shopZone() }) : String(value);
    }
    if (kind === "advice") return (locale === "zh" && adviceZh[String(value)]) || String(value);
    if (kind === "machine") return say(`machine.${value}`, { _: String(value) });
    if (kind === "document" && typeof value === "string") return say(`document.${value}`);
    if (kind === "cause" && typeof value === "string") return stateName(say, page, value.split("|")[0]!);
    if (typeof value === "boolean") return say(value ? "say.yes" : "say.no");
    if (isMoney(value)) return shown(value, locale);
    if (typeof value === "number") return new Intl.NumberFormat(locale).format(value);
    if (Array.isArray(value)) return value.map((one) => (typeof one === "object" ? words(one, locale) : String(one))).join(", ");
    if (typeof value === "object") return words(value, locale);
    return time(String(value), locale);
  };
}

/** What is said of a moment to whoever points at it: on whose clock it is told, and when that is for everybody. */
const aside = (value: string, kind?: Kind) => (kind === "plan" ? `${value} UTC` : isTime(value) ? [shopZone(), utc(value)].filter(Boolean).join(" · ") : undefined);

export function Value({ value, kind }: { value: unknown; kind?: Kind }) {
  const name = useName(value);
  const shown = useText()(value, kind);
  const text = name ?? shown;
  if (kind === "state" && text && !Array.isArray(value)) {
    const state = String(value);
    return <Chip size="small" variant="outlined" color={GOOD.has(state) ? "success" : BAD.has(state) ? "error" : "default"} label={text} />;
  }
  if (kind === "machine") return <>{text}<code style={{ display: "block", fontSize: "0.8em", opacity: 0.7 }}>{String(value)}</code></>;
  if (kind === "mono") return <code style={{ fontSize: "min(0.85em, 2.8vw)", overflowWrap: "anywhere" }}>{text}</code>;
  return <span title={typeof value === "string" ? aside(value, kind) : undefined} style={{ ...(kind === "money" || isMoney(value) || typeof value === "number" || (typeof value === "string" && (isTime(value) || DAY.test(value))) ? { whiteSpace: "nowrap" } : { overflowWrap: "anywhere", whiteSpace: text.includes("\n") ? "pre-line" : undefined, unicodeBidi: "isolate" }), fontVariantNumeric: kind === "money" || isMoney(value) || kind === "number" ? "tabular-nums" : undefined }}>{text}</span>;
}
