// Parts, spans and sizes as people read and type them: 12.5 % where the API keeps 1,250 hundredths of a per cent, 2 h for 7,200 seconds. Pure.
import type { Schema } from "./schema.ts";

/** What one of a number is: a hundredth of a per cent, a tenth of one, one, or a hundred per cent; a second, minute, hour; a byte. */
export type Unit = "basis_points" | "permille" | "percent" | "share" | "seconds" | "minutes" | "hours" | "bytes";

/** By the name that a field has wherever it stands; `AT` says where one of these means something else. */
const NAMES: [RegExp, Unit][] = [
  [/^basis_points$|_bp$|^(influencer|customer|success)_rate$|^(rate|share|shares|lift|value_lift|price_limits)$|_share$/, "basis_points"],
  [/_permille(_before)?$/, "permille"],
  [/^holdout$|_percent$|^score_weight$/, "percent"],
  [/^(click|cart|return)_rate$|^(inside|error|naive_error)$/, "share"],
  [/_seconds$|^(median|percentile_90|percentile_95)$/, "seconds"],
  [/(^|_)minutes$/, "minutes"],
  [/(^|_)hours$/, "hours"],
  [/^(bytes|size)$/, "bytes"],
];
const TAXED = { rate: "share" } as const;
/** On these pages. */
const AT: Record<string, Record<string, Unit | null>> = {
  experiments: { rate: "share", more: "share", low: "share", high: "share" },
  customers: { returned: "basis_points" },
  group_buys: { size: null },
  orders: TAXED, draft_orders: TAXED, invoices: TAXED, fapiao: TAXED, returns: TAXED, tax_rates: TAXED,
};
/** A tax of the contract: 0.13 is 13 %. Rates of exchange are texts too, and no parts. */
const TAX = /^\^\[0-9\]\(\\\./;

/** Of a field of a form: its text in the contract says it where its name does not. */
export function unitOf(name: string, schema: Schema): Unit | null {
  if (schema.type === "string") return name === "rate" && TAX.test(schema.pattern ?? "") ? "share" : null;
  if (/hundredths of a per ?cent|in basis points/i.test(schema.description ?? "")) return "basis_points";
  return NAMES.find(([named]) => named.test(name))?.[1] ?? null;
}

/** Of a value that is shown. */
export function unitAt(page: string | undefined, name: string, value: unknown): Unit | null {
  const own = page === undefined ? undefined : AT[page]?.[name];
  if (own !== undefined) return typeof value === "number" || (own === "share" && /^\d(\.\d{1,8})?$/.test(String(value))) ? own : null;
  return typeof value === "number" ? (NAMES.find(([named]) => named.test(name))?.[1] ?? null) : null;
}

/** By how many places the point stands further left in per cent than in what the API keeps. */
const POINT = { basis_points: 2, permille: 1, share: -2 } as const;
type Part = keyof typeof POINT;
/** What is typed in per cent, and kept as something else. */
export const isPart = (unit: Unit | null): unit is Part => unit !== null && unit in POINT;

/** The decimal text with its point moved to the right by so many places. */
function shifted(text: string, by: number): string {
  const [sign, plain] = text.startsWith("-") ? ["-", text.slice(1)] : ["", text];
  const [whole = "", part = ""] = plain.split(".");
  const digits = "0".repeat(Math.max(0, -by)) + whole + part + "0".repeat(Math.max(0, by));
  const at = Math.max(0, -by) + whole.length + by;
  const before = digits.slice(0, at).replace(/^0+(?=\d)/, "") || "0";
  const after = digits.slice(at).replace(/0+$/, "");
  return sign + before + (after && `.${after}`);
}

/** As a field shows it: 1250 hundredths are `12.5`. */
export const percentText = (kept: string | number, unit: Part): string => shifted(String(kept), -POINT[unit]);

/** What is kept of a typed `12.5`, `12,5` or `12.5 %`; null where it says no part, could say two, or is finer than what is kept. */
export function percentRead(typed: string, unit: Part): string | null {
  const plain = typed.normalize("NFKC").replace(/[\s%\u00a0\u202f]/g, "").replace("。", ".");
  if (!/^\d{1,9}([.,]\d{1,8})?$/.test(plain) || /,\d{3}$/.test(plain)) return null;
  const kept = shifted(plain.replace(",", "."), POINT[unit]);
  return unit !== "share" && kept.includes(".") ? null : kept;
}

const SPANS: [Intl.NumberFormatOptions["unit"], number][] = [["day", 86_400], ["hour", 3_600], ["minute", 60], ["second", 1]];
const SECONDS = { seconds: 1, minutes: 60, hours: 3_600 } as const;
export const isSpan = (unit: Unit | null): unit is keyof typeof SECONDS => unit !== null && unit in SECONDS;

/** 7,260 seconds are `2 hr 1 min`: the greatest two of its parts. */
export function span(count: number, unit: keyof typeof SECONDS, locale: string): string {
  let left = Math.round(count * SECONDS[unit]);
  const parts = SPANS.map(([name, size]) => {
    const many = Math.floor(left / size);
    left -= many * size;
    return [many, new Intl.NumberFormat(locale, { style: "unit", unit: name, unitDisplay: "short" }).format(many)] as const;
  });
  const first = parts.findIndex(([many]) => many > 0);
  return first < 0 ? parts.at(-1)![1] : parts.slice(first, first + 2).filter(([many]) => many > 0).map(([, text]) => text).join(" ");
}

const SIZES = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

export function size(bytes: number, locale: string): string {
  const step = Math.min(SIZES.length - 1, bytes < 1_000 ? 0 : Math.floor(Math.log10(bytes) / 3));
  return new Intl.NumberFormat(locale, { style: "unit", unit: SIZES[step], unitDisplay: step ? "short" : "long", maximumFractionDigits: 1 }).format(bytes / 1_000 ** step);
}
