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
import { useListContext, useNotify, useTranslate } from "react-admin";
import { call } from "../api/client.ts";
import { whoami } from "../api/whoami.ts";
import { filtersOf } from "../lib/filters.ts";
import { specOf } from "../resources.ts";
import { Dialogue } from "./Dialogue.tsx";
import { useCommand, useProblem, useTold } from "./useCommand.tsx";
import { draftFor, useDraft } from "./useDraft.ts";
import { useVersionedSave } from "./useVersionedSave.tsx";

const PATH = "/v1/admin/views";
type View = { id: string; name: string; filter: Record<string, string>; shared_with: "nobody" | "role" | "everyone"; role: string | null; mine: boolean; changeable: boolean; version: number };

export function SavedViews() {
  const say = useTranslate();
  const tell = useProblem();
  const queries = useQueryClient();
  const { resource, filterValues, setFilters } = useListContext();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const form = `${PATH} ${resource}`;
  const [changing, setChanging] = useState<View | "new" | null>(() => {
    const kept = draftFor(form) as Typed | undefined;
    return kept ? (kept.view ?? "new") : null;
  });
  const key = ["views", resource];
  const { data, error } = useQuery({ queryKey: key, queryFn: () => call<{ data: View[] }>(PATH, { query: { page: resource } }), enabled: Boolean(anchor) });
  const kept = new Set(filtersOf(specOf(resource)).filter((filter) => filter.choices || filter.of || filter.day || filter.yes || filter.number || filter.kept).map((filter) => filter.source));
  const filter = Object.fromEntries(Object.entries(filterValues ?? {}).filter(([source, value]) => kept.has(source) && typeof value === "string" && value !== "")) as Record<string, string>;
  const close = () => setAnchor(null);
  const go = (next: View | null) => {
    setChanging(next);
    void queries.invalidateQueries({ queryKey: key });
  };
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
      {changing ? <Change key={changing === "new" ? "new" : `${changing.id} ${changing.version}`} form={form} view={changing === "new" ? null : changing} page={resource} filter={filter} onClose={() => go(null)} onReload={go} /> : null}
    </>
  );
}

type Typed = { view: View | null; name: string; shared: string; use: "kept" | "now" };
const shareOf = (view: View | null) => (view?.shared_with === "role" ? `role ${view.role}` : (view?.shared_with ?? "nobody"));

/** A new one, or one that is renamed, shared otherwise, given the filters of the list, or removed. */
function Change({ form, view, page, filter, onClose, onReload }: { form: string; view: View | null; page: string; filter: Record<string, string>; onClose: () => void; onReload: (now: View | null) => void }) {
  const say = useTranslate();
  const notify = useNotify();
  const { run, busy, problem, clear } = useCommand();
  const [sending, setSending] = useState(false);
  const [refused, setRefused] = useTold();
  const { data: me } = useQuery({ queryKey: ["auth", "whoami"], queryFn: whoami });
  const [kept] = useState(() => draftFor(form) as Typed | undefined);
  const [name, setName] = useState(kept?.name ?? view?.name ?? "");
  const [shared, setShared] = useState(kept?.shared ?? shareOf(view));
  const [use, setUse] = useState<Typed["use"]>(kept?.use ?? "kept");
  const roles = [...new Set([...(view?.role ? [view.role] : []), ...(me?.roles ?? [])])];
  const share = shared.startsWith("role ") ? { shared_with: "role", role: shared.slice(5) } : { shared_with: shared, role: null };
  const path = view ? `${PATH}/${page}/${view.id}` : PATH;
  // Only what is changed here is sent: the rest may be another's by now.
  const body = { ...(name.trim() === view?.name ? {} : { name: name.trim() }), ...(view && shared === shareOf(view) ? {} : share), ...(use === "now" || !view ? { filter } : {}) };
  const touched = view ? Object.keys(body).length > 0 : name !== "";
  const sent = useDraft(form, touched ? ({ view, name, shared, use } satisfies Typed) : null);
  const close = () => {
    sent();
    onClose();
  };
  const read = async () => (await call<{ data: View[] }>(PATH, { query: { page } })).data.find((one) => one.id === view?.id);
  const reload = async () => {
    const now = await read().catch(() => undefined);
    sent();
    onReload(now ?? null);
  };
  const done = () => {
    notify("say.done", { type: "success" });
    close();
  };
  const { guarded, dialogue } = useVersionedSave(read, { onReload: () => void reload(), onDone: done, subject: view?.id });
  /** Without `mine` it is removed. */
  const change = async (mine: string[] | null) => {
    clear();
    setRefused(null);
    setSending(true);
    try {
      if (await guarded(view!, mine, async (version) => void (await call(path, mine ? { method: "PATCH", body, ifMatch: version } : { method: "DELETE", ifMatch: version })))) done();
    } catch (error) {
      setRefused(error);
    } finally {
      setSending(false);
    }
  };
  const go = async () => {
    if (view) await change(Object.keys(body).filter((one) => one !== "role"));
    else if (await run(path, { body: { page, ...body } })) close();
  };
  return (
    <>
    <Dialogue title={view ? say("views.change", { name: view.name }) : say("views.save")} go={say("do.save")} open busy={busy || sending} problem={problem || refused} ready={name.trim() !== "" && touched} typed={touched} onClose={close} onGo={() => void go()}>
      <TextField autoFocus label={say("field.name")} value={name} helperText={say("views.hint")} slotProps={{ htmlInput: { maxLength: 60 } }} onChange={(event) => setName(event.target.value)} />
      <TextField select label={say("field.shared_with")} value={shared} onChange={(event) => setShared(event.target.value)}>
        <MenuItem value="nobody">{say("views.of_me")}</MenuItem>
        {roles.map((role) => <MenuItem key={role} value={`role ${role}`}>{say("views.of_role", { role: say(`state.${role}`) })}</MenuItem>)}
        <MenuItem value="everyone">{say("views.of_all")}</MenuItem>
      </TextField>
      {view && Object.keys(filter).length ? (
        <TextField select label={say("views.filters")} value={use} onChange={(event) => setUse(event.target.value as Typed["use"])}><MenuItem value="kept">{say("views.filters_kept")}</MenuItem><MenuItem value="now">{say("views.filters_now")}</MenuItem></TextField>
      ) : null}
      {view ? <Button color="error" disabled={busy || sending} data-once onClick={() => void change(null)}>{say("form.remove", { what: view.name })}</Button> : null}
    </Dialogue>
    {dialogue}
    </>
  );
}
