// What something new is put under where the address names it: a word that somebody chooses, or what it is of. Pure.
import { isGoods } from "./goods.ts";
import type { Spec } from "../resources.ts";

export type Of = "word" | "variant" | "customer";
/** As the shop takes names (slugs). */
const WORD = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const CUSTOMER = /^cus_[0-9A-HJKMNP-TV-Z]{26}$/;

export const namedBy = ({ id }: Pick<Spec, "id">): Of => (id === "variant_id" ? "variant" : id === "customer_id" ? "customer" : "word");

/** As it is kept of what is typed: an id has capitals. */
export const asNamed = (of: Of, typed: string) => (of === "word" ? typed.trim().toLowerCase() : typed.trim());

export const isNamed = (of: Of, name: string): boolean => (of === "word" ? WORD.test(name) : of === "variant" ? isGoods("variant", name) : CUSTOMER.test(name));
