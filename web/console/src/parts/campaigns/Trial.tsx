// What a campaign would do: to a cart, now or at its time; and to the orders of past days. Neither has any effect.
import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { usePermissions, useTranslate } from "react-admin";
import { call } from "../../api/client.ts";
import { Deep } from "../Deep.tsx";
import { digits } from "../../lib/digits.ts";
import { daysAgo, read, readDay } from "../../lib/time.ts";
import { DayField } from "../DayField.tsx";
import { MomentField } from "../MomentField.tsx";
import { Dialogue } from "../Dialogue.tsx";
import { JobSteps, useJob } from "../JobInPlace.tsx";
import { VariantChoice, type Chosen } from "../products/VariantChoice.tsx";
import { useCommand, useProblem } from "../useCommand.tsx";
import { useText } from "../Value.tsx";
import { Failed } from "../Waiting.tsx";

const PIECES = /^[1-9]\d{0,2}$/;

function CartPreview({ id }: { id: string }) {
  const say = useTranslate();
  const text = useText();
  const tell = useProblem();
  const [open, setOpen] = useState(false);
  const [lines, setLines] = useState<(Chosen & { quantity: string })[]>([]);
  const [at, setAt] = useState("");
  const query = new URLSearchParams(lines.map((one) => ["line", `${one.id}:${one.quantity}`]));
  if (at) query.set("at", at);
  const fits = lines.length > 0 && (at === "" || !read(at).problem) && lines.every((one) => PIECES.test(one.quantity));
  const { data, error } = useQuery({ queryKey: ["campaigns", "preview", id, String(query)], queryFn: () => call(`/v1/admin/campaigns/${id}/preview?${query}`), enabled: open && fits });
  const change = (at: number, quantity: string) => setLines(lines.map((one, index) => (index === at ? { ...one, quantity } : one)));
  return (
    <>
      <Button size="small" variant="outlined" onClick={() => setOpen(true)}>{say("trial.cart")}</Button>
      <Dialogue title={say("trial.cart")} go={say("ra.action.close")} open={open} busy={false} problem="" typed={false} onClose={() => setOpen(false)} onGo={() => setOpen(false)}>
        <VariantChoice label={say("trial.add")} onChoose={(one) => setLines(lines.some((other) => other.id === one.id) ? lines : [...lines, { ...one, quantity: "1" }])} />
        {lines.map((one, index) => (
          <Stack key={one.id} direction="row" spacing={1}>
            <TextField label={one.name} value={one.quantity} error={!PIECES.test(one.quantity)} slotProps={{ htmlInput: { inputMode: "numeric" } }} onChange={(event) => change(index, digits(event.target.value))} />
            <Button color="error" onClick={() => setLines(lines.filter((_, other) => other !== index))}>{say("do.remove")}</Button>
          </Stack>
        ))}
        <MomentField label={say("trial.at")} hint={say("trial.at_hint")} value={at} onChange={setAt} />
        {error ? <Alert severity="error" sx={{ whiteSpace: "pre-line" }}>{tell(error)}</Alert> : null}
        {data && fits ? (
          <Alert severity="info" data-preview>
            {say("trial.cart_total", { subtotal: text(data.subtotal), discount: text(data.discount) })}
            {data.applied.map((one: any) => <div key={one.rule_id ?? one.text}>✓ {one.text} {text(one.amount)}</div>)}
            {[...data.refused, ...data.hints].map((one: any) => <div key={`${one.rule_id}${one.reason}`}>– {one.text}</div>)}
          </Alert>
        ) : null}
      </Dialogue>
    </>
  );
}

function Simulation({ id }: { id: string }) {
  const say = useTranslate();
  const { run, busy, problem, clear } = useCommand();
  const [open, setOpen] = useState(false);
  const [first, setFirst] = useState("");
  const [last, setLast] = useState("");
  const [job, setJob] = useState("");
  const address = `/v1/admin/campaigns/${id}/simulations`;
  // There is nothing at its address until the job is done.
  const isDone = useJob(job).data?.state === "succeeded";
  const { data, error } = useQuery({ queryKey: ["campaigns", "simulation", job], queryFn: () => call(`${address}/${job}`), enabled: isDone });
  const go = async () => {
    const made = await run<any>(address, { body: { first, last } });
    if (made) setJob(made.id);
  };
  return (
    <>
      <Button size="small" variant="outlined" onClick={() => { clear(); setJob(""); setFirst(daysAgo(28)); setLast(daysAgo(1)); setOpen(true); }}>{say("do.simulations")}</Button>
      <Dialogue title={say("do.simulations")} go={job ? say("ra.action.close") : say("do.simulations")} open={open} busy={busy} problem={problem} ready={readDay(first) === first && readDay(last) === last} typed={false} onClose={() => setOpen(false)} onGo={job ? () => setOpen(false) : go}>
        <Typography variant="body2">{say("trial.past_hint")}</Typography>
        <Stack direction="row" spacing={1}>
          <DayField label={say("field.from")} value={first} onChange={setFirst} />
          <DayField label={say("field.to")} value={last} onChange={setLast} />
        </Stack>
        {job && !data ? <><JobSteps id={job} />{error ? <Failed error={error} /> : null}</> : null}
        {data ? <div data-simulation><Deep value={{ ...data, job_id: undefined, campaign_id: undefined, campaign_version: undefined }} /></div> : null}
      </Dialogue>
    </>
  );
}

export function Trial({ row }: { row: any }) {
  const { permissions } = usePermissions<Set<string>>();
  return (
    <Stack direction="row" spacing={1} sx={{ mb: 1, justifyContent: "flex-end" }}>
      {permissions?.has("promotions.read") ? <CartPreview id={row.id} /> : null}
      {permissions?.has("promotions.write") ? <Simulation id={row.id} /> : null}
    </Stack>
  );
}
