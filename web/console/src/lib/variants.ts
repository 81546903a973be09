// The grid of variants, without a browser: what stands in a row, what is sent for it, and which combinations of options nobody has yet. Pure.
import { parseMoney, typed, type Money } from "./money.ts";

export type Row = { sku: string; options: Record<string, string>; price: string; list_price: string; barcode: string; weight_g: string; currency: string };
type Variant = { sku: string; options: Record<string, string>; price: Money; list_price: Money | null; barcode: string | null; weight_g: number; image: string | null; external_id: string | null };

/** As many as the shop takes in one call. */
export const MOST_AT_ONCE = 40;
const MOST_GAPS = 200;

export const rowOf = (one: Variant): Row => ({
  sku: one.sku, options: one.options, price: typed(one.price), list_price: one.list_price ? typed(one.list_price) : "", barcode: one.barcode ?? "", weight_g: String(one.weight_g), currency: one.price.currency,
});

/** What is sent: with all that a variant loses where it is left out. Null where something is no amount, no weight or no SKU. */
export function read(row: Row, known: Variant | null): Record<string, unknown> | null {
  const money = (text: string) => ({ amount: parseMoney(text, row.currency), currency: row.currency });
  const price = money(row.price);
  const list = row.list_price.trim() === "" ? null : money(row.list_price);
  if (price.amount === null || list?.amount === null || !/^\d{1,8}$/.test(row.weight_g) || !row.sku.trim()) return null;
  const barcode = row.barcode.trim() === (known?.barcode ?? "") ? (known?.barcode ?? null) : row.barcode.trim() || null;
  return {
    sku: row.sku.trim(), options: row.options, price, list_price: list, weight_g: Number(row.weight_g), barcode,
    ...(known ? { image: known.image, external_id: known.external_id } : {}),
  };
}

/** Combinations that no variant has, in the order of the options. None while not all variants are known. */
export function missing(options: { name: string; values: string[] }[], there: { options: Record<string, string> }[], unknown = false): Record<string, string>[] {
  if (unknown || !options.length) return [];
  let all: Record<string, string>[] = [{}];
  for (const { name, values } of options) {
    all = all.flatMap((one) => values.map((value) => ({ ...one, [name]: value })));
    if (all.length > 10_000) return [];
  }
  const key = (one: Record<string, string>) => JSON.stringify(options.map(({ name }) => one[name]));
  const taken = new Set(there.map((one) => key(one.options)));
  return all.filter((one) => !taken.has(key(one))).slice(0, MOST_GAPS);
}
