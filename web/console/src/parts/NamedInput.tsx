// A filter by something else of the shop, chosen by its name. The first hundred are offered; an address may name any.
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { SelectInput, useInput, useTranslate, type Validator } from "react-admin";
import { call } from "../api/client.ts";
import type { Named } from "../resources.ts";
import { givenName } from "./Refs.tsx";
import { stateName, useText } from "./Value.tsx";

type Props = { source: string; label: ReactNode; of: Named; alwaysOn?: boolean; validate?: Validator };

/** Only for whoever may read what there is. */
export function NamedInput({ source, label, of, validate }: Props) {
  const text = useText();
  const say = useTranslate();
  const { field } = useInput({ source });
  const { data } = useQuery({ queryKey: ["named", of.path, of.query], queryFn: () => call<any>(of.path, { query: { limit: 100, ...of.query } }), staleTime: 60_000 });
  const given = (id: string) => {
    const key = givenName(source, id);
    return key ? say(key) : id;
  };
  const nameOf = (row: any) => (of.state ? stateName(say, undefined, String(row[of.id])) : text(row[of.name ?? "name"]) || given(String(row[of.id])));
  const known: { id: string; name: string }[] = (data?.data ?? []).map((row: any) => ({ id: String(row[of.id]), name: nameOf(row) }));
  const own = field.value && !known.some(({ id }) => id === field.value) ? [{ id: field.value, name: given(String(field.value)) }] : [];
  return <SelectInput source={source} label={label} choices={[...known, ...own]} translateChoice={false} emptyText={say("say.all")} validate={validate} sx={{ minWidth: 220 }} helperText={false} />;
}
