// Fields that name something else of the shop: they offer what there is, to whoever may read it.
import { useQuery } from "@tanstack/react-query";
import { useLocaleState, usePermissions, useTranslate } from "react-admin";
import { call } from "../api/client.ts";
import { operation } from "../api/catalogue.ts";
import { words } from "../parts/Value.tsx";

type Named = { id: string; name: string };
type Reference = { path: string; id: string; name: string; rows?: (data: any) => any[]; always?: string[]; as?: (id: string) => string; and?: Reference; or?: Reference };
// What the shop itself names: levels of members as groups of customers, and the ways that need no key of their own.
const GROUPS: Reference = { path: "/v1/admin/member_levels", id: "code", name: "name", rows: (data) => data.levels ?? [], as: (code) => `level:${code}` };
// A channel is set up, or is one only because a key names it.
const KEYS: Reference = { path: "/v1/admin/api_keys", id: "channel", name: "channel", rows: (data) => data.data.filter((key: any) => key.channel && !key.revoked_at) };
const CHANNELS: Reference = { path: "/v1/admin/price_lists/channels", id: "id", name: "name", rows: (data) => data.channels, always: ["web", "agent"], and: KEYS };
// Several ways of one provider are typed behind it: manual/bank_transfer.
const PROVIDERS: Reference = { path: "/v1/admin/provider_keys", id: "provider", name: "provider", rows: (data) => data.data.filter((one: any) => one.kind === "payments") };
// Who sends parcels and reads nothing of stock is told what warehouses are called.
const WAREHOUSES: Reference = { path: "/v1/admin/warehouses", id: "id", name: "name", or: { path: "/v1/admin/warehouse_names", id: "id", name: "name" } };
const LISTS: Record<string, Reference> = {
  visible_to: GROUPS,
  channels: CHANNELS,
  category_id: { path: "/v1/admin/categories", id: "id", name: "name" },
  category_ids: { path: "/v1/admin/categories", id: "id", name: "name" },
  parent_id: { path: "/v1/admin/categories", id: "id", name: "name" },
  brand_id: { path: "/v1/admin/brands", id: "id", name: "name" },
  brand_ids: { path: "/v1/admin/brands", id: "id", name: "name" },
  tags: { path: "/v1/admin/tags", id: "code", name: "name" },
  campaign_id: { path: "/v1/admin/campaigns", id: "id", name: "name" },
  segment_id: { path: "/v1/admin/segments", id: "id", name: "name" },
  bought_category: { path: "/v1/admin/categories", id: "id", name: "name" },
  segment: { path: "/v1/admin/segments", id: "id", name: "name" },
  warehouse_id: WAREHOUSES,
  from_warehouse_id: WAREHOUSES,
  to_warehouse_id: WAREHOUSES,
  warehouses: WAREHOUSES,
  carrier: { path: "/v1/admin/carriers", id: "code", name: "name" },
  carriers: { path: "/v1/admin/carriers", id: "code", name: "name" },
  zones: { path: "/v1/admin/shipping_zones", id: "id", name: "name" },
  payment_methods: PROVIDERS,
  roles: { path: "/v1/admin/roles", id: "name", name: "name" },
  permissions: { path: "/v1/admin/permissions", id: "id", name: "id" },
  events: { path: "/v1/admin/webhook_event_types", id: "type", name: "type" },
  event_types: { path: "/v1/admin/webhook_event_types", id: "type", name: "type" },
};

/** What may be chosen in a field of this name, of which the contract tells `more`; undefined where it names nothing, or the person may not read what. */
export function useReferences(field: string, more = ""): Named[] | undefined {
  const list = LISTS[field];
  const say = useTranslate();
  const own = useRows(list);
  const others = useRows(list?.and);
  const always = (list?.always ?? []).filter((one) => more.split(/\W+/).includes(one)).map((one) => ({ id: one, name: say(`channel.${one}`, { _: one }) }));
  const found = [...(others ?? []), ...(own ?? []), ...always];
  return own || others || always.length ? [...new Map(found.map((one) => [one.id, one])).values()] : undefined;
}

function useRows(named: Reference | undefined): Named[] | undefined {
  const { permissions } = usePermissions<Set<string>>();
  const [locale] = useLocaleState();
  const readable = (one: Reference) => permissions?.has(operation("GET", one.path)?.may ?? "");
  const list = named && !readable(named) && named.or ? named.or : named;
  const asked = list ? operation("GET", list.path) : undefined;
  const may = Boolean(list && readable(list));
  const { data } = useQuery({
    queryKey: ["references", list?.path],
    queryFn: () => call<any>(list!.path, { query: asked!.list ? { limit: 100 } : {} }),
    enabled: may,
    staleTime: 60_000,
  });
  if (!list || !data) return undefined;
  return (list.rows ?? ((answer: any) => answer.data))(data).map((row: any): Named => {
    if (typeof row === "string") return { id: row, name: row };
    const id = String(row[list.id]);
    return { id: list.as?.(id) ?? id, name: words(row[list.name], locale) || id };
  });
}
