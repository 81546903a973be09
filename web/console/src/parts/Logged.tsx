// A row of the audit log: what was acted on, by its name and with its page, and all that the log tells of it when somebody asks.
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import IconButton from "@mui/material/IconButton";
import Link from "@mui/material/Link";
import Typography from "@mui/material/Typography";
import useMediaQuery from "@mui/material/useMediaQuery";
import Copy from "@mui/icons-material/ContentCopy";
import Info from "@mui/icons-material/InfoOutlined";
import { useState, type ReactNode } from "react";
import { useNotify, usePermissions, useTranslate } from "react-admin";
import { Link as RouterLink } from "react-router-dom";
import { operation } from "../api/catalogue.ts";
import { calledIn, doneBy, placeOf, readOn } from "../lib/logged.ts";
import { Deep, shown } from "./Deep.tsx";
import { Who } from "./Names.tsx";
import { endOf, isId, Ref, Unasked } from "./Refs.tsx";
import { useFieldName } from "./useFieldName.ts";
import { useText, Value } from "./Value.tsx";

/** What somebody did, by the page and the button where it is done. */
export function useDone(): (action: string) => string {
  const say = useTranslate();
  const text = useText();
  const part = (name: string) => say(`related.${name}`, { _: say(`field.${name}`) });
  return (action) => {
    const done = doneBy(action, operation);
    if (!done) return text(action, "state");
    const page = done.page ? say(`page.${done.page.name}`) : say(`page.${done.document}`, { _: say(`document.${done.document}`, { _: say(`document.${done.document.replace(/_(settings|rules)$/, "")}`) }) });
    return [page, ...done.parts.map(part), done.adds ? say("form.add", { what: part(done.adds) }) : say(`do.${done.verb}`)].join(" · ");
  };
}

function Subject({ row }: { row: any }) {
  const say = useTranslate();
  const { permissions } = usePermissions<Set<string>>();
  const text = useText();
  const name = calledIn(row, text);
  const page = placeOf(row.action);
  const id: string = row.subject;
  if (!id) return <>{name || (readOn(row) ? say(`page.${readOn(row)!.name}`) : "")}</>;
  if (page && permissions?.has(page.read)) return <Link component={RouterLink} title={id} to={`/${page.name}/${encodeURIComponent(id)}/show`} sx={{ overflowWrap: "anywhere" }}>{name || endOf(id)}</Link>;
  return isId(id) ? <Ref id={id} list called={name || undefined} /> : <span title={id}>{name || id}</span>;
}

export function Logged({ row }: { row: any }) {
  const say = useTranslate();
  const [open, setOpen] = useState(false);
  return (
    <Box component="span" sx={{ display: "inline-flex", alignItems: "center", gap: 0.5 }}>
      <Box component="span" sx={{ minWidth: 0, overflowWrap: "anywhere" }}><Subject row={row} /></Box>
      <IconButton size="small" aria-label={say("form.all_of_it")} title={say("form.all_of_it")} onClick={() => setOpen(true)}><Info fontSize="inherit" /></IconButton>
      {open ? <All row={row} onClose={() => setOpen(false)} /> : null}
    </Box>
  );
}

function All({ row, onClose }: { row: any; onClose: () => void }) {
  const say = useTranslate();
  const named = useFieldName();
  const done = useDone();
  const narrow = useMediaQuery("(max-width:600px)");
  const line = (name: string, children: ReactNode) => <Box sx={{ py: 0.5 }}><Typography variant="body2" color="text.secondary">{named(name)}</Typography><Box sx={{ overflowWrap: "anywhere" }}>{children}</Box></Box>;
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="md" fullScreen={narrow} aria-labelledby="logged-title">
      <DialogTitle id="logged-title" component="h2">{done(row.action)}</DialogTitle>
      <DialogContent><Unasked.Provider value>
        {line("at", <Value value={row.at} />)}
        {line("actor", <><Who actor={row.actor} /><Whole id={row.actor.id} /></>)}
        {row.subject ? line("subject", <><Subject row={row} /><Whole id={row.subject} /></>) : null}
        {line("request", <><Value value={row.action} kind="mono" /><Whole id={row.request_id} /></>)}
        {row.source_ip ? line("source_ip", row.source_ip) : null}
        {(["before", "after"] as const).map((name) => (shown(row[name]) ? <Box key={name} sx={{ mt: 2 }}><Typography variant="subtitle2" component="h3">{named(name)}</Typography><Deep value={row[name]} /></Box> : null))}
      </Unasked.Provider></DialogContent>
      <DialogActions><Button onClick={onClose}>{say("ra.action.close")}</Button></DialogActions>
    </Dialog>
  );
}

/** An id as it is, to be taken along. */
function Whole({ id }: { id: string | null }) {
  const say = useTranslate();
  const notify = useNotify();
  if (!id) return null;
  const copy = () => navigator.clipboard.writeText(id).then(() => notify("form.copied", { type: "success" }), () => undefined);
  return <Box><Value value={id} kind="mono" /> <IconButton size="small" aria-label={`${say("form.copy")} ${id}`} onClick={() => void copy()}><Copy fontSize="inherit" /></IconButton></Box>;
}
