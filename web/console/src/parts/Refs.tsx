// What an id stands for: a link to its page, by its name where a page asks for one thing, shortened in a list.
import Link from "@mui/material/Link";
import { useQueries, useQuery } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import { usePermissions, useTranslate } from "react-admin";
import { Link as RouterLink } from "react-router-dom";
import { call } from "../api/client.ts";
import { titled } from "../api/titles.ts";
import { breaks } from "../lib/lines.ts";
import { whyOf } from "../lib/reasons.ts";
import { specOf } from "../resources.ts";
import { useName, Who } from "./Names.tsx";
import { nameOf, useText } from "./Value.tsx";

const PAGES: Record<string, string> = {
  ord: "orders", prod: "products", cus: "customers", pay: "payments", ret: "returns", cat: "categories", brd: "brands", coll: "collections", seg: "segments", fls: "flash_sales", gby: "group_buys", exp: "experiments",
  art: "articles", cmp: "campaigns", cpn: "coupons", job: "jobs", med: "media", gft: "gift_cards", key: "api_keys", hook: "webhook_endpoints", mcp: "message_campaigns", fap: "fapiao", wh: "warehouses", dsp: "disputes", inf: "share_influencers", inv: "invoices", cpl: "complaints", rcl: "recalls", srl: "search_rules", sfm: "survey_forms", bct: "broadcasts", pick: "picks", zone: "shipping_zones", tax: "tax_rates", rec: "reconciliations", rex: "record_exports",
};
const ID = /^([a-z]{2,4})_([0-9A-HJKMNP-TV-Z]{26})$/;
const VARIANT = "var";
const LEFT = 6;

export const isId = (value: unknown): value is string => typeof value === "string" && ID.test(value);

/** What is read of one where it has no name. */
export const endOf = (id: string): string => (ID.test(id) ? `…${id.slice(-LEFT)}` : id);

/** Fields that say who of the staff did something. */
export const isStaffField = (name: string) => /(^|_)by$|^maker$/.test(name);

/** What has titles is named in a list, too: products are asked for together, articles by the first page of them. */
const ARTICLE = "art";
const PRODUCT = "prod";

/** Where what was read of people is noted: nothing is asked for the name of an id. */
export const Unasked = createContext(false);

/** What goods are called, where only a text can stand: below a bar. Until it is known, and of all else, the end of the id. */
export function useCalled(values: unknown[]): (value: string) => string {
  const { permissions } = usePermissions<Set<string>>();
  const text = useText();
  const goods = [...new Set(values)].filter((one): one is string => isId(one) && [VARIANT, PRODUCT].includes(ID.exec(one)![1]!));
  const found = useQueries({ queries: goods.map((id) => ({ queryKey: ["name", id], queryFn: () => titled(id), enabled: Boolean(permissions?.has("catalog.read")), staleTime: 600_000 })) });
  const names = new Map(goods.map((id, index) => [id, found[index]?.data?.sku || text(found[index]?.data?.title)]));
  return (value) => names.get(value) || endOf(value);
}

/** `list`: nothing is asked for it alone. `called`: its name, where the row that has the id tells it. */
export function Ref({ id, list, called }: { id: string; list?: boolean; called?: string }) {
  const { permissions } = usePermissions<Set<string>>();
  const known = useName(id) ?? called;
  const text = useText();
  const [, prefix] = ID.exec(id)!;
  const page = PAGES[prefix!];
  const spec = page ? specOf(page) : undefined;
  // Who reads the catalogue asks for variants as for products: all of a page together. Stock has them one by one.
  const together = prefix === PRODUCT || (prefix === VARIANT && Boolean(permissions?.has("catalog.read")));
  const path = prefix === VARIANT ? "/v1/admin/stock" : spec?.one ? spec.path : undefined;
  const may = prefix === VARIANT ? (together ? "catalog.read" : "stock.read") : spec?.read;
  const allowed = Boolean(path && may && permissions?.has(may));
  const asks = allowed && !known && !useContext(Unasked);
  const articles = useQuery({ queryKey: ["named", path], queryFn: () => call(path!, { query: { limit: 100 } }), enabled: asks && Boolean(list) && prefix === ARTICLE, staleTime: 600_000 });
  const one = useQuery({ queryKey: ["name", id], queryFn: (): Promise<any> => (together ? titled(id) : call(`${path}/${id}`)), enabled: asks && (!list || together), staleTime: 600_000 });
  const data = one.data ?? articles.data?.data.find((row: any) => row.id === id);
  const told = !data ? "" : prefix === VARIANT ? data.sku ?? "" : prefix === PRODUCT ? text(data.title) : nameOf(data, spec!.columns, text);
  const name = known || told || endOf(id);
  const to = prefix === VARIANT ? (data?.product_id ? `/products/${data.product_id}/show` : `/stock?variant=${id}`) : `/${page}/${id}/show`;
  const wraps = breaks(name);
  if (!allowed) return <span title={id} style={wraps}>{name}</span>;
  return <Link component={RouterLink} to={to} title={id} sx={wraps}>{name}</Link>;
}

export const StaffName = ({ id }: { id: string }) => <Who actor={{ kind: "staff", id }} />;

/** Fields whose values are codes of something that has a name: where all of these are read, at once, once in ten minutes, by whoever may. */
const CODES: Record<string, { path: string; id: string; may: string; name: string }[]> = {
  warehouse_id: [{ path: "/v1/admin/warehouses", id: "id", may: "stock.read", name: "name" }, { path: "/v1/admin/warehouse_names", id: "id", may: "orders.read", name: "name" }],
  carrier: [{ path: "/v1/admin/carriers", id: "code", may: "orders.read", name: "name" }],
  category: [{ path: "/v1/admin/article_categories", id: "code", may: "content.read", name: "names" }],
  merchant_id: [],
};
/** `from_warehouse_id`, `warehouse`: one code under many names. */
const codeOf = (name: string) => name.replace(/^(\w+_)?warehouse(_id)?$/, "warehouse_id");
export const isCode = (name: string) => codeOf(name) in CODES;
/** Codes that have a name without being set up by anybody, for who may not read the others, too. */
const GIVEN: Record<string, Record<string, string>> = { warehouse_id: { main: "goods.main_warehouse", pool: "goods.all_warehouses" }, merchant_id: { platform: "goods.own_goods" } };

/** The key of that name; undefined of what has none. */
export const givenName = (name: string, code: string): string | undefined => GIVEN[codeOf(name)]?.[code];

export function CodeName({ name, code }: { name: string; code: string }) {
  const say = useTranslate();
  const given = givenName(name, code);
  const { permissions } = usePermissions<Set<string>>();
  const text = useText();
  const from = CODES[codeOf(name)]!.find(({ may }) => permissions?.has(may));
  const { data } = useQuery({ queryKey: ["codes", from?.path], queryFn: () => call(from!.path, { query: { limit: 100 } }), enabled: Boolean(from), staleTime: 600_000 });
  return <span title={code}>{text(from && data?.data.find((one: any) => one[from.id] === code)?.[from.name]) || (given ? say(given) : code)}</span>;
}

/** Why money went back, where that is no words of somebody's. */
export const isReason = (name: string, value: unknown): value is string => name === "reason" && typeof value === "string" && whyOf(value) !== null;

export function Reason({ value }: { value: string }) {
  const say = useTranslate();
  const { code, id, exchanged } = whyOf(value)!;
  return <>{say(`state.${code}`)}{isId(id) ? <> <Ref id={id} list /></> : null}{exchanged ? ` · ${say("state.exchanged")}` : null}</>;
}
