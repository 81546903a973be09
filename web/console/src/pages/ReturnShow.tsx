import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Link from "@mui/material/Link";
import MenuItem from "@mui/material/MenuItem";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import { ListButton, TopToolbar, usePermissions, useShowContext, useTranslate } from "react-admin";
import { Link as RouterLink } from "react-router-dom";
import { Dialogue } from "../parts/Dialogue.tsx";
import { ShowPage } from "../parts/ShowPage.tsx";
import { PageTitle } from "../parts/PageTitle.tsx";
import { filled, operation } from "../api/catalogue.ts";
import { CommandButton } from "../forms/CommandButton.tsx";
import { fits } from "../lib/fits.ts";
import { useCommand } from "../parts/useCommand.tsx";
import { useText, Value } from "../parts/Value.tsx";
import { Failed, Waiting } from "../parts/Waiting.tsx";
import { Panel } from "./OrderShow.tsx";
import { Offered } from "../parts/Offered.tsx";

const GRADES = ["as_new", "used", "damaged", "not_ours"] as const;
/** As they stand beside each other; the goods are taken in by a form of this page. */
const STEPS = ["approve", "counter_offer", "reject", "rule", "take_in", "diagnose", "repaired", "give_up", "send_back", "close"];
type Got = { quantity: string; grade: (typeof GRADES)[number] };

/** What came back, how many and in what state. */
function Receive({ given }: { given: any }) {
  const say = useTranslate();
  const { run, busy, problem, clear } = useCommand();
  const [open, setOpen] = useState(false);
  const [got, setGot] = useState<Record<string, Got>>({});
  const of = (line: any): Got => got[line.line_id] ?? { quantity: String(line.quantity), grade: "as_new" };
  const fits = given.lines.every((line: any) => /^\d+$/.test(of(line).quantity) && Number(of(line).quantity) <= line.quantity);
  const lines = given.lines.map((line: any) => ({ line_id: line.line_id, quantity: Number(of(line).quantity), grade: of(line).grade })).filter((line: any) => line.quantity > 0);
  const go = async () => {
    if (await run(`/v1/admin/returns/${given.id}/receive`, { body: { lines }, ifMatch: given.version })) setOpen(false);
  };
  return (
    <>
      <Button size="small" variant="contained" onClick={() => { clear(); setGot({}); setOpen(true); }}>{say("do.receive")}</Button>
      <Dialogue title={`${say("do.receive")} ${given.number}`} go={say("do.receive")} open={open} busy={busy} problem={problem} dangerous ready={fits && lines.length > 0} typed={Object.keys(got).length > 0} onClose={() => setOpen(false)} onGo={go}>
        {given.lines.map((line: any) => (
          <Stack key={line.line_id} direction="row" spacing={1}>
            <TextField label={`${line.sku} (${line.quantity})`} value={of(line).quantity} error={!/^\d+$/.test(of(line).quantity) || Number(of(line).quantity) > line.quantity} slotProps={{ htmlInput: { inputMode: "numeric" } }} onChange={(event) => setGot({ ...got, [line.line_id]: { ...of(line), quantity: event.target.value } })} />
            <TextField select label={say("field.grade")} value={of(line).grade} onChange={(event) => setGot({ ...got, [line.line_id]: { ...of(line), grade: event.target.value as Got["grade"] } })}>
              {GRADES.map((grade) => <MenuItem key={grade} value={grade}>{say(`state.${grade}`)}</MenuItem>)}
            </TextField>
          </Stack>
        ))}
      </Dialogue>
    </>
  );
}

function Return() {
  const { record: given, error } = useShowContext<any>();
  const { permissions } = usePermissions<Set<string>>();
  const say = useTranslate();
  const text = useText();
  if (!given) return error ? <Failed error={error} /> : <Waiting />;
  const step = (verb: string) => {
    const found = operation("POST", `/v1/admin/returns/{id}/${verb}`);
    return found ? <Offered key={verb} when={fits("returns", verb, given)}><CommandButton step={found} address={filled(found.path, given.id)} row={given} prominent={verb === "approve"} /></Offered> : null;
  };
  return (
    <>
      {error ? <Failed error={error} /> : null}
      <PageTitle text={`${say("page.returns")} ${given.number}`} />
      <TopToolbar sx={{ gap: 1, flexWrap: "wrap" }}>
        {STEPS.map(step)}
        <Offered when={Boolean(permissions?.has("shipments.write")) && fits("returns", "receive", given)}><Receive given={given} /></Offered>
        <ListButton />
      </TopToolbar>
      <Stack direction="row" spacing={1} sx={{ mt: 1, mb: 2, flexWrap: "wrap", rowGap: 1, alignItems: "center" }}>
        <Value value={given.kind} kind="state" /><Value value={given.status} kind="state" /><Typography>{text(given.amount)}</Typography>
        <Link component={RouterLink} to={`/orders/${given.order_id}/show`}>{say("page.orders")}</Link>
      </Stack>
      {given.status === "escalated" && given.evidence_until && !fits("returns", "rule", given) ? <Alert severity="info" sx={{ mb: 2 }}>{say("order.evidence_until", { until: text(given.evidence_until) })}</Alert> : null}
      <Panel title={say("order.lines")}>
        {given.lines.map((line: any) => <Typography key={line.line_id}>{line.quantity} × {line.sku} · {say(`state.${line.reason}`)}</Typography>)}
        {given.note ? <Typography sx={{ mt: 1, overflowWrap: "anywhere" }}>{given.note}</Typography> : null}
      </Panel>
      {given.files.length ? <Panel title={say("field.evidence")}><Stack direction="row" spacing={1} sx={{ flexWrap: "wrap" }}>{given.files.map((file: any) => file.content_type.startsWith("image/") ? <img key={file.id} src={file.url} alt={file.filename} style={{ maxHeight: 160, maxWidth: "100%" }} /> : <Link key={file.id} href={file.url}>{file.filename}</Link>)}</Stack></Panel> : null}
      <Panel title={say("order.timeline")}>{given.timeline.map((entry: any, index: number) => <Box key={index}><Typography variant="body2">{text(entry.at)} · {say(`state.${entry.status}`)} · {text(entry.by, "state")}</Typography></Box>)}</Panel>
    </>
  );
}

export default function ReturnShow() {
  return <ShowPage><Return /></ShowPage>;
}
