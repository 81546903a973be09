// What ids are called where the page knows it, and who did something.
import { useQuery } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import { useGetIdentity, usePermissions, useTranslate } from "react-admin";
import { call } from "../api/client.ts";
import { isId, Ref } from "./Refs.tsx";

/** By id: the page of a product names its variants, so that what hangs on it is read by people. */
export const Names = createContext<ReadonlyMap<string, string>>(new Map());

export const useName = (value: unknown): string | undefined => {
  const names = useContext(Names);
  return typeof value === "string" ? names.get(value) : undefined;
};

export type Actor = { kind: string; id: string | null };

export const isActor = (value: any): value is Actor => Object.keys(value ?? {}).sort().join() === "id,kind" && typeof value.kind === "string";

/** By name: oneself, and colleagues for whoever may see the staff; others by what they are, and their id. */
export function Who({ actor }: { actor: Actor }) {
  const say = useTranslate();
  const { identity } = useGetIdentity();
  const { permissions } = usePermissions<Set<string>>();
  const me = identity?.id === actor.id;
  const asks = actor.kind === "staff" && Boolean(actor.id) && !me && Boolean(permissions?.has("staff.read"));
  const { data } = useQuery({ queryKey: ["staff", "name", actor.id], queryFn: () => call(`/v1/admin/staff/${encodeURIComponent(actor.id!)}`), enabled: asks, staleTime: 600_000 });
  if (me) return <>{identity?.fullName}</>;
  if (data) return <>{data.name || data.email}</>;
  // Who may not see the staff is told that it was one of them.
  if (actor.kind === "staff") return <span title={actor.id ?? undefined}>{say("order.note_colleague")}</span>;
  return <>{say(`state.${actor.kind}`)}{actor.id ? <> {isId(actor.id) ? <Ref id={actor.id} list /> : <code style={{ fontSize: "0.85em", overflowWrap: "anywhere" }}>{actor.id}</code>}</> : null}</>;
}
