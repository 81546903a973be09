// Fields that name something else of the shop: they offer what there is, to whoever may read it.
import { useQuery } from "@tanstack/react-query";
import { useLocaleState, usePermissions } from "react-admin";
import { call } from "../api/client.ts";
import { operation } from "../api/catalogue.ts";
import { words } from "../parts/Value.tsx";

const LISTS: Record<string, { path: string; id: string; name: string }> = {
  category_id: { path: "/v1/admin/categories", id: "id", name: "name" },
  category_ids: { path: "/v1/admin/categories", id: "id", name: "name" },
  parent_id: { path: "/v1/admin/categories", id: "id", name: "name" },
  brand_id: { path: "/v1/admin/brands", id: "id", name: "name" },
  brand_ids: { path: "/v1/admin/brands", id: "id", name: "name" },
  tags: { path: "/v1/admin/tags", id: "code", name: "name" },
  campaign_id: { path: "/v1/admin/campaigns", id: "id", name: "name" },
  segment_id: { path: "/v1/admin/segments", id: "id", name: "name" },
  segment: { path: "/v1/admin/segments", id: "id", name: "name" },
  warehouse_id: { path: "/v1/admin/warehouses", id: "id", name: "name" },
  from_warehouse_id: { path: "/v1/admin/warehouses", id: "id", name: "name" },
  to_warehouse_id: { path: "/v1/admin/warehouses", id: "id", name: "name" },
  warehouses: { path: "/v1/admin/warehouses", id: "id", name: "name" },
  carrier: { path: "/v1/admin/carriers", id: "code", name: "name" },
  roles: { path: "/v1/admin/roles", id: "name", name: "name" },
  permissions: { path: "/v1/admin/permissions", id: "id", name: "id" },
  events: { path: "/v1/admin/webhook_event_types", id: "type", name: "type" },
  event_types: { path: "/v1/admin/webhook_event_types", id: "type", name: "type" },
};

/** What may be chosen in a field of this name; undefined where it names nothing, or the person may not read what. */
export function useReferences(field: string): { id: string; name: string }[] | undefined {
  const list = LISTS[field];
  const { permissions } = usePermissions<Set<string>>();
  const [locale] = useLocaleState();
  const may = list ? operation("GET", list.path)?.may : undefined;
  const { data } = useQuery({
    queryKey: ["references", list?.path],
    queryFn: () => call(list!.path, { query: operation("GET", list!.path)!.list ? { limit: 100 } : {} }),
    enabled: Boolean(may && permissions?.has(may)),
    staleTime: 60_000,
  });
  if (!list || !data) return undefined;
  return (data.data as any[]).map((row) => (typeof row === "string" ? { id: row, name: row } : { id: String(row[list.id]), name: words(row[list.name], locale) || String(row[list.id]) }));
}
