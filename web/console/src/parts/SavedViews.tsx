// Filters under a name: of one person, of a role, or of all staff. Only choices, days and words of the shop are kept: what was typed may name
// somebody.
import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import Divider from "@mui/material/Divider";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useListContext, useTranslate } from "react-admin";
import { call } from "../api/client.ts";
import { whoami } from "../api/whoami.ts";
import { filtersOf } from "../lib/filters.ts";
import { specOf } from "../resources.ts";
import { Dialogue } from "./Dialogue.tsx";
import { useCommand, useProblem } from "./useCommand.tsx";

const PATH = "/v1/admin/views";
type View = { id: string; name: string; filter: Record<string, string>; shared_with: "nobody" | "role" | "everyone"; role: string | null; mine: boolean; changeable: boolean; version: number };

export function SavedViews() {
  const say = useTranslate();
  const tell = useProblem();
  const queries = useQueryClient();
  const { resource, filterValues, setFilters } = useListContext();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [changing, setChanging] = useState<View | "new" | null>(null);
  const key = ["views", resource];
  const { data, error } = useQuery({ queryKey: key, queryFn: () => call<{ data: View[] }>(PATH, { query: { page: resource } }), enabled: Boolean(anchor) });
  const kept = new Set(filtersOf(specOf(resource)).filter((filter) => filter.choices || filter.of || filter.day || filter.yes || filter.number || filter.kept).map((filter) => filter.source));
  const filter = Object.fromEntries(Object.entries(filterValues ?? {}).filter(([source, value]) => kept.has(source) && typeof value === "string" && value !== "")) as Record<string, string>;
  const close = () => setAnchor(null);
  const whose = (view: View) => (view.shared_with === "everyone" ? say("views.of_all") : view.shared_with === "role" ? say(`state.${view.role}`) : "");
  return (
    <>
      <Button size="small" aria-haspopup="menu" onClick={(event) => setAnchor(event.currentTarget)}>{say("views.title")}</Button>
      <Menu anchorEl={anchor} open={Boolean(anchor)} onClose={close}>
        {error ? <Alert severity="error">{tell(error)}</Alert> : null}
        {(data?.data ?? []).map((view) => <MenuItem key={view.id} onClick={() => { setFilters(view.filter); close(); }}>{view.name}{whose(view) ? ` · ${whose(view)}` : ""}</MenuItem>)}
        {data && !data.data.length ? <MenuItem disabled>{say("say.empty")}</MenuItem> : null}
        <Divider />
        {(data?.data ?? []).filter((view) => view.changeable).map((view) => <MenuItem key={`- ${view.id}`} dense onClick={() => { setChanging(view); close(); }}>{say("views.change", { name: view.name })}</MenuItem>)}
        <MenuItem disabled={!Object.keys(filter).length} onClick={() => { setChanging("new"); close(); }}>{say("views.save")}</MenuItem>
      </Menu>
      {changing ? <Change view={changing === "new" ? null : changing} page={resource} filter={filter} onClose={() => { setChanging(null); void queries.invalidateQueries({ queryKey: key }); }} /> : null}
    </>
  );
}

/** A new one, or one that is renamed, shared otherwise, given the filters of the list, or removed. */
function Change({ view, page, filter, onClose }: { view: View | null; page: string; filter: Record<string, string>; onClose: () => void }) {
  const say = useTranslate();
  const { run, busy, problem } = useCommand();
  const { data: me } = useQuery({ queryKey: ["auth", "whoami"], queryFn: whoami });
  const [name, setName] = useState(view?.name ?? "");
  const [shared, setShared] = useState(view?.shared_with === "role" ? `role ${view.role}` : (view?.shared_with ?? "nobody"));
  const [use, setUse] = useState("kept");
  const roles = [...new Set([...(view?.role ? [view.role] : []), ...(me?.roles ?? [])])];
  const share = shared.startsWith("role ") ? { shared_with: "role", role: shared.slice(5) } : { shared_with: shared, role: null };
  const path = view ? `${PATH}/${page}/${view.id}` : PATH;
  const go = async () => {
    const done = view
      ? await run(path, { method: "PATCH", body: { name: name.trim(), ...share, ...(use === "now" ? { filter } : {}) }, ifMatch: view.version })
      : await run(path, { body: { page, name: name.trim(), filter, ...share } });
    if (done) onClose();
  };
  const remove = async () => {
    if (view && (await run(path, { method: "DELETE", body: undefined, ifMatch: view.version }))) onClose();
  };
  return (
    <Dialogue title={view ? say("views.change", { name: view.name }) : say("views.save")} go={say("do.save")} open busy={busy} problem={problem} ready={name.trim() !== ""} typed={name !== (view?.name ?? "")} onClose={onClose} onGo={go}>
      <TextField autoFocus label={say("field.name")} value={name} helperText={say("views.hint")} slotProps={{ htmlInput: { maxLength: 60 } }} onChange={(event) => setName(event.target.value)} />
      <TextField select label={say("field.shared_with")} value={shared} onChange={(event) => setShared(event.target.value)}>
        <MenuItem value="nobody">{say("views.of_me")}</MenuItem>
        {roles.map((role) => <MenuItem key={role} value={`role ${role}`}>{say("views.of_role", { role: say(`state.${role}`) })}</MenuItem>)}
        <MenuItem value="everyone">{say("views.of_all")}</MenuItem>
      </TextField>
      {view && Object.keys(filter).length ? (
        <TextField select label={say("views.filters")} value={use} onChange={(event) => setUse(event.target.value)}><MenuItem value="kept">{say("views.filters_kept")}</MenuItem><MenuItem value="now">{say("views.filters_now")}</MenuItem></TextField>
      ) : null}
      {view ? <Button color="error" disabled={busy} data-once onClick={remove}>{say("form.remove", { what: view.name })}</Button> : null}
    </Dialogue>
  );
}
