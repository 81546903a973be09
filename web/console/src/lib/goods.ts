// Fields of forms that name a product or a variant by its id: they are searched for by words, SKU or barcode. Pure.
import type { Schema } from "./schema.ts";

export type Goods = "product" | "variant";
const ID = { product: /^prod_[0-9A-HJKMNP-TV-Z]{26}$/, variant: /^var_[0-9A-HJKMNP-TV-Z]{26}$/ };
const NAMES: [Goods, RegExp][] = [["variant", /(^|_)variant_ids?$/], ["product", /(^|_)product_ids?$|^(excluded_)?products$|^bought_product$/]];

/** `schema`: of the field itself, which is a text or some texts. */
export function goodsOf(name: string, schema: Schema): Goods | undefined {
  const told = schema.pattern ?? schema.items?.pattern ?? "";
  return NAMES.find(([, pattern]) => pattern.test(name))?.[0] ?? (told.startsWith("^prod_") ? "product" : told.startsWith("^var_") ? "variant" : undefined);
}

export const isGoods = (goods: Goods, id: string): boolean => ID[goods].test(id);
