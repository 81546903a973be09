// One document of settings: its form, who changed what when, and the way back to any version.
import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import Card from "@mui/material/Card";
import CardContent from "@mui/material/CardContent";
import Chip from "@mui/material/Chip";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { ListButton, TopToolbar, usePermissions, useTranslate } from "react-admin";
import { useParams } from "react-router-dom";
import { call } from "../api/client.ts";
import { operation, type Operation } from "../api/catalogue.ts";
import { SchemaFields, useSchemaForm } from "../forms/SchemaForm.tsx";
import { forChange } from "../lib/schema.ts";
import { useHelp } from "../i18n/help.ts";
import { Deep } from "../parts/Deep.tsx";
import { PageTitle } from "../parts/PageTitle.tsx";
import { isId } from "../parts/Refs.tsx";
import { useTry } from "../parts/useCommand.tsx";
import { useLeaveGuard } from "../parts/useLeaveGuard.ts";
import { useText } from "../parts/Value.tsx";
import { useVersionedSave } from "../parts/useVersionedSave.tsx";
import { Failed, Waiting } from "../parts/Waiting.tsx";
import NoSuchPage from "./NoSuchPage.tsx";
import { Versions } from "./SettingsVersions.tsx";

function Editor({ name, path, put, now, dirty, onSaved }: { name: string; path: string; put: Operation; now: any; dirty: { current: boolean }; onSaved: () => void }) {
  const say = useTranslate();
  const { permissions } = usePermissions<Set<string>>();
  const form = useSchemaForm(put.body ?? {}, now, path);
  const { busy, attempt } = useTry();
  const done = () => {
    form.sent();
    onSaved();
  };
  const { guarded, dialogue } = useVersionedSave(() => call(path), { onReload: done, who: () => lastVersion(name) });
  const may = Boolean(permissions?.has(put.may));
  useLeaveGuard(form.dirty);
  dirty.current = form.dirty;
  const save = async () => {
    const typed = form.read();
    if (!typed || busy) return;
    const touched = Object.keys(form.draft).filter((name) => JSON.stringify(form.draft[name]) !== JSON.stringify(form.first[name]));
    const send = async (version: number, current: any) => void (await call(path, { method: "PUT", body: forChange(typed, form.draft, form.first, current, true), ifMatch: put.match ? version : undefined }));
    await attempt(() => guarded(form.from, touched, send), done, form.refused);
  };
  return (
    <form noValidate onSubmit={(event) => { event.preventDefault(); if (may && form.dirty) void save(); }}>
      {may ? null : <Alert severity="info" sx={{ mb: 2 }}>{say("form.only_read")}</Alert>}
      <SchemaFields form={form} disabled={!may} />
      {may ? <Button type="submit" variant="contained" sx={{ mt: 2 }} disabled={!form.dirty || busy}>{say("do.save")}</Button> : null}
      {dialogue}
    </form>
  );
}

/** Whoever saved the document last. */
async function lastVersion(name: string) {
  const [last] = (await call(`/v1/admin/settings/${encodeURIComponent(name)}`, { query: { limit: 1 } })).data;
  return last ? { by: isId(last.by) ? { kind: "staff", id: last.by } : null, at: last.at } : null;
}

function Part({ name, path }: { name: string; path: string }) {
  const say = useTranslate();
  const text = useText();
  const help = useHelp();
  const queries = useQueryClient();
  const { permissions } = usePermissions<Set<string>>();
  const get = operation("GET", path);
  const put = operation("PUT", path);
  const readable = Boolean(get && permissions?.has(get.may));
  // A newer version that is read while somebody types (the network came back, another part was saved) waits: what is typed is no longer on it.
  const dirty = useRef(false);
  const [saved, setSaved] = useState(0);
  const base = useRef<any>(null);
  const { data, error } = useQuery({ queryKey: ["settings", path], queryFn: () => call(path), enabled: readable });
  if (!readable) return <Typography>{say("say.refused")}</Typography>;
  if (!data) return error ? <Failed error={error} /> : <Waiting />;
  if (!base.current || !dirty.current) base.current = data;
  const now = base.current;
  // What is set up here is offered in other forms.
  const again = async () => {
    await Promise.all([queries.invalidateQueries({ queryKey: ["settings"] }), queries.invalidateQueries({ queryKey: ["references"] })]);
    dirty.current = false;
    setSaved((many) => many + 1);
  };
  return (
    <Card sx={{ mb: 2 }}><CardContent>
      {error ? <Failed error={error} /> : null}
      <Stack direction="row" spacing={1} sx={{ mb: 2, alignItems: "center", flexWrap: "wrap" }}>
        <Typography variant="h6" component="h2">{help(get!.says)}</Typography>
        {data.version !== undefined ? <Chip size="small" label={`${say("field.version")} ${text(data.version)}`} /> : null}
      </Stack>
      {put?.body && !get!.list && put.body.ref !== "RestoreIn" ? <Editor key={`${now.version} ${saved}`} name={name} path={path} put={put} now={now} dirty={dirty} onSaved={again} /> : <Deep value={get!.list ? data.data : data} />}
    </CardContent></Card>
  );
}

export default function SettingsShow() {
  const say = useTranslate();
  const name = useParams().id ?? "";
  const { data, error } = useQuery({ queryKey: ["settings", "documents"], queryFn: () => call("/v1/admin/settings", { query: { limit: 100 } }) });
  if (!data) return error ? <Failed error={error} /> : <Waiting />;
  const found = data.data.find((one: any) => one.document === name);
  if (!found) return <NoSuchPage />;
  return (
    <>
      <PageTitle text={`${say("page.settings")} · ${say(`document.${name}`)}`} />
      <TopToolbar><ListButton resource="settings" /></TopToolbar>
      {found.paths.filter((path: string) => !path.includes("{") && operation("GET", path)).map((path: string) => <Part key={path} name={name} path={path} />)}<Versions name={name} restoredBy={found.restored_by} />
    </>
  );
}
