// A filter by something else of the shop, chosen by its name. The first hundred are offered; an address may name any.
import { useQuery } from "@tanstack/react-query";
import { SelectInput, useInput, usePermissions } from "react-admin";
import { call } from "../api/client.ts";
import type { Named } from "../resources.ts";
import { useText } from "./Value.tsx";

export function NamedInput({ source, label, of }: { source: string; label: string; of: Named; alwaysOn?: boolean }) {
  const text = useText();
  const { field } = useInput({ source });
  const { permissions } = usePermissions<Set<string>>();
  const { data } = useQuery({ queryKey: ["named", of.path], queryFn: () => call<any>(of.path, { query: { limit: 100 } }), enabled: Boolean(permissions?.has(of.may)), staleTime: 60_000 });
  const known: { id: string; name: string }[] = (data?.data ?? []).map((row: any) => ({ id: String(row[of.id]), name: text(row.name) || String(row[of.id]) }));
  const own = field.value && !known.some(({ id }) => id === field.value) ? [{ id: field.value, name: String(field.value) }] : [];
  return <SelectInput source={source} label={label} choices={[...known, ...own]} translateChoice={false} sx={{ minWidth: 220 }} helperText={false} />;
}
