import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Grid from "@mui/material/Grid";
import Link from "@mui/material/Link";
import MenuItem from "@mui/material/MenuItem";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useQuery } from "@tanstack/react-query";
import { ListButton, TopToolbar, usePermissions, useShowContext, useTranslate } from "react-admin";
import { Link as RouterLink } from "react-router-dom";
import { Dialogue } from "../parts/Dialogue.tsx";
import { ShowPage } from "../parts/ShowPage.tsx";
import { PageTitle } from "../parts/PageTitle.tsx";
import { filled, operation } from "../api/catalogue.ts";
import { call } from "../api/client.ts";
import { CommandButton } from "../forms/CommandButton.tsx";
import { digits } from "../lib/digits.ts";
import { fits } from "../lib/fits.ts";
import { Deep, shown } from "../parts/Deep.tsx";
import { History } from "../parts/History.tsx";
import { Claimed, Said } from "../parts/returns/Claimed.tsx";
import { useCommand } from "../parts/useCommand.tsx";
import { useQuestion } from "../parts/useDraft.ts";
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
  const path = `/v1/admin/returns/${given.id}/receive`;
  const { open, typed: got, touched, ask, close, put } = useQuestion<Record<string, Got>>(path, {});
  const of = (line: any): Got => got[line.line_id] ?? { quantity: String(line.quantity), grade: "as_new" };
  const fits = given.lines.every((line: any) => /^\d+$/.test(of(line).quantity) && Number(of(line).quantity) <= line.quantity);
  const lines = given.lines.map((line: any) => ({ line_id: line.line_id, quantity: Number(of(line).quantity), grade: of(line).grade })).filter((line: any) => line.quantity > 0);
  const go = async () => {
    if (await run(path, { body: { lines }, ifMatch: given.version })) close();
  };
  return (
    <>
      <Button size="small" variant="contained" onClick={() => { clear(); ask(); }}>{say("do.receive")}</Button>
      <Dialogue title={`${say("do.receive")} ${given.number}`} go={say("do.receive")} open={open} busy={busy} problem={problem} dangerous ready={fits && lines.length > 0} typed={touched} onClose={close} onGo={go}>
        {given.lines.map((line: any) => (
          <Stack key={line.line_id} direction="row" spacing={1}>
            <TextField label={`${line.sku} (${line.quantity})`} value={of(line).quantity} error={!/^\d+$/.test(of(line).quantity) || Number(of(line).quantity) > line.quantity} slotProps={{ htmlInput: { inputMode: "numeric" } }} onChange={(event) => put({ [line.line_id]: { ...of(line), quantity: digits(event.target.value) } })} />
            <TextField select label={say("field.grade")} value={of(line).grade} onChange={(event) => put({ [line.line_id]: { ...of(line), grade: event.target.value as Got["grade"] } })}>
              {GRADES.map((grade) => <MenuItem key={grade} value={grade}>{say(`state.${grade}`)}</MenuItem>)}
            </TextField>
          </Stack>
        ))}
      </Dialogue>
    </>
  );
}

/** What was said to the buyer, and what is to happen until when: in this order, where there is any. */
const ANSWERED = ["answer", "offered", "offer_note", "ruling", "ended_because"];
const GOES_ON = ["deadline", "evidence_until", "pay_by", "return_address", "carrier", "waybill", "label", "freight", "replacement", "exchange", "repair", "refunds"];
const some = (given: any, names: string[]) => Object.fromEntries(names.filter((name) => shown(given[name])).map((name) => [name, given[name]]));

function Return() {
  const { record: given, error } = useShowContext<any>();
  const { permissions } = usePermissions<Set<string>>();
  const say = useTranslate();
  const text = useText();
  const id = given?.order_id;
  // Whoever reads the case reads its order; a case is told without it, too.
  const { data: order } = useQuery({ queryKey: ["orders", "of case", id], queryFn: () => call(`/v1/admin/orders/${id}`), enabled: Boolean(id) });
  if (!given) return error ? <Failed error={error} /> : <Waiting />;
  const step = (verb: string) => {
    const found = operation("POST", `/v1/admin/returns/{id}/${verb}`);
    return found ? <Offered key={verb} when={fits("returns", verb, given)}><CommandButton step={found} address={filled(found.path, given.id)} row={given} prominent={verb === "approve"} /></Offered> : null;
  };
  const [answered, goesOn] = [some(given, ANSWERED), some(given, GOES_ON)];
  const number = order?.number ?? given.order_id;
  return (
    <>
      {error ? <Failed error={error} /> : null}
      <PageTitle text={`${say("page.returns")} · ${given.number}`} />
      <TopToolbar sx={{ gap: 1, flexWrap: "wrap" }}>
        {STEPS.map(step)}
        <Offered when={Boolean(permissions?.has("shipments.write")) && fits("returns", "receive", given)}><Receive given={given} /></Offered>
        <History id={given.id} />
        <ListButton />
      </TopToolbar>
      <Stack direction="row" spacing={1} sx={{ mt: 1, mb: 2, flexWrap: "wrap", rowGap: 1, alignItems: "center" }}>
        <Value value={given.kind} kind="state" /><Value value={given.status} kind="state" /><Typography>{say("returns.claims", { amount: text(given.amount) })}</Typography>
        <Typography>{say("field.order")} <Link component={RouterLink} to={`/orders/${given.order_id}/show`}>{number}</Link></Typography>
        {order ? <Typography variant="body2" color="text.secondary">{[`${say("field.placed_at")} ${text(order.placed_at)}`, order.delivered_at ? `${say("field.delivered_at")} ${text(order.delivered_at)}` : ""].filter(Boolean).join(" · ")}</Typography> : null}
      </Stack>
      {given.stuck ? <Alert severity="warning" sx={{ mb: 2 }}>{say("field.stuck")}{say("form.colon")}{text(given.stuck, "state")}</Alert> : null}
      {given.status === "escalated" && given.evidence_until && !fits("returns", "rule", given) ? <Alert severity="info" sx={{ mb: 2 }}>{say("order.evidence_until", { until: text(given.evidence_until) })}</Alert> : null}
      <Grid container spacing={2}>
        <Grid size={{ xs: 12, md: 8 }}>
          <Panel title={say("returns.goods")}><Claimed given={given} order={order} /></Panel>
          <Panel title={say("returns.buyer")}><Said given={given} /></Panel>
          {shown(answered) ? <Panel title={say("returns.shop")}><Deep value={answered} /></Panel> : null}
        </Grid>
        <Grid size={{ xs: 12, md: 4 }}>
          {shown(goesOn) ? <Panel title={say("returns.goes_on")}><Box sx={{ "& th.MuiTableCell-root": { width: 88 } }}><Deep value={goesOn} /></Box></Panel> : null}
          <Panel title={say("order.timeline")}>{given.timeline.map((entry: any, index: number) => <Box key={index}><Typography variant="body2"><Value value={entry.at} /> · {say(`state.${entry.status}`)} · {text(entry.by, "state")}</Typography></Box>)}</Panel>
        </Grid>
      </Grid>
    </>
  );
}

export default function ReturnShow() {
  return <ShowPage><Return /></ShowPage>;
}
