// Filters under a name, of one person in this browser. Only choices and days are kept: what was typed may name somebody.
import Button from "@mui/material/Button";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useState } from "react";
import { useGetIdentity, useListContext, useTranslate } from "react-admin";
import { specOf } from "../resources.ts";
import { Dialogue } from "./Dialogue.tsx";

type View = { name: string; filter: Record<string, string> };

export function SavedViews() {
  const say = useTranslate();
  const { identity } = useGetIdentity();
  const { resource, filterValues, setFilters } = useListContext();
  const key = `console.views.${identity?.id}.${resource}`;
  const read = (): View[] => JSON.parse(localStorage.getItem(key) ?? "[]") as View[];
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [naming, setNaming] = useState(false);
  const [name, setName] = useState("");
  const kept = new Set((specOf(resource).filters ?? []).filter((filter) => filter.choices || filter.day).map((filter) => filter.source));
  const filter = Object.fromEntries(Object.entries(filterValues ?? {}).filter(([source, value]) => kept.has(source) && typeof value === "string")) as Record<string, string>;
  const write = (views: View[]) => localStorage.setItem(key, JSON.stringify(views));
  if (!identity) return null;
  const close = () => setAnchor(null);
  return (
    <>
      <Button size="small" aria-haspopup="menu" onClick={(event) => setAnchor(event.currentTarget)}>{say("views.title")}</Button>
      <Menu anchorEl={anchor} open={Boolean(anchor)} onClose={close}>
        {read().map((view) => <MenuItem key={view.name} onClick={() => { setFilters(view.filter); close(); }}>{view.name}</MenuItem>)}
        {read().map((view) => <MenuItem key={`- ${view.name}`} dense sx={{ color: "error.main" }} onClick={() => { write(read().filter((one) => one.name !== view.name)); close(); }}>{say("form.remove", { what: view.name })}</MenuItem>)}
        <MenuItem disabled={!Object.keys(filter).length} onClick={() => { setNaming(true); close(); }}>{say("views.save")}</MenuItem>
      </Menu>
      <Dialogue title={say("views.save")} go={say("do.save")} open={naming} busy={false} problem="" ready={name.trim() !== ""} onClose={() => setNaming(false)} onGo={() => { write([...read().filter((one) => one.name !== name.trim()), { name: name.trim(), filter }]); setNaming(false); setName(""); }}>
        <TextField autoFocus label={say("field.name")} value={name} helperText={say("views.hint")} slotProps={{ htmlInput: { maxLength: 60 } }} onChange={(event) => setName(event.target.value)} />
      </Dialogue>
    </>
  );
}
