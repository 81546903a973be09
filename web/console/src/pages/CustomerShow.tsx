// One customer: what each part of the shop knows, as far as the person may see it. A part that is refused or away says so; the others stay.
import Button from "@mui/material/Button";
import Grid from "@mui/material/Grid";
import Link from "@mui/material/Link";
import Stack from "@mui/material/Stack";
import Alert from "@mui/material/Alert";
import Typography from "@mui/material/Typography";
import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { ListButton, TopToolbar, useLocaleState, usePermissions, useShowContext, useTranslate } from "react-admin";
import { Link as RouterLink } from "react-router-dom";
import { operation } from "../api/catalogue.ts";
import { call } from "../api/client.ts";
import { written } from "../lib/address.ts";
import { CommandButton } from "../forms/CommandButton.tsx";
import { ShowPage } from "../parts/ShowPage.tsx";
import { PageTitle } from "../parts/PageTitle.tsx";
import { Deep } from "../parts/Deep.tsx";
import { NoteForm } from "../parts/NoteForm.tsx";
import { Offered } from "../parts/Offered.tsx";
import { useText, Value } from "../parts/Value.tsx";
import { Failed, Waiting } from "../parts/Waiting.tsx";
import { specOf } from "../resources.ts";
import { Steps } from "./GenericShow.tsx";
import { Panel } from "./OrderShow.tsx";

type Part = { status: "shown" | "refused" | "unavailable"; permission: string; data?: any };

/** What a right is called. */
const rightOf = (permission: string) => `state.${permission.replaceAll(".", "_")}`;

function Section({ title, part, children }: { title: string; part: Part | undefined; children: (data: any) => ReactNode }) {
  const say = useTranslate();
  const empty = part?.status === "shown" && Array.isArray(part.data) && !part.data.length;
  return (
    <Panel title={title}>
      {!part ? <Typography variant="body2">{say("say.loading")}</Typography> : part.status !== "shown" ? <Alert severity="info">{say(`people.${part.status}`, { permission: say(rightOf(part.permission)) })}</Alert> : empty ? <Typography variant="body2">{say("say.empty")}</Typography> : children(part.data)}
    </Panel>
  );
}

/** What is on their account, in each currency that there ever was any in. */
function Credit({ id }: { id: string }) {
  const say = useTranslate();
  const text = useText();
  const path = `/v1/admin/store_credit/${id}`;
  const { data, error } = useQuery({ queryKey: ["customers", "credit", id], queryFn: () => call(path) });
  const move = operation("POST", "/v1/admin/store_credit/{id}/moves");
  return (
    <Panel title={say("people.credit")}>
      {error ? <Failed error={error} /> : !data ? <Typography variant="body2">{say("say.loading")}</Typography> : !data.credits.length ? <Typography variant="body2">{say("say.empty")}</Typography> : data.credits.map((one: any) => <CreditMoves key={one.balance.currency} path={path} balance={text(one.balance)} currency={one.balance.currency} />)}
      {move ? <CommandButton step={move} address={`${path}/moves`} name={say("do.credit")} /> : null}
    </Panel>
  );
}

function CreditMoves({ path, balance, currency }: { path: string; balance: string; currency: string }) {
  const say = useTranslate();
  const [open, setOpen] = useState(false);
  const { data, error } = useQuery({ queryKey: ["customers", "credit", path, currency], queryFn: () => call(`${path}/moves`, { query: { currency, limit: 20 } }), enabled: open });
  return (
    <>
      <Button size="small" aria-expanded={open} onClick={() => setOpen(!open)}>{open ? "▾" : "▸"} {balance}</Button>
      {open ? error ? <Failed error={error} /> : data ? <Deep value={data.data.map(({ id: _id, ...move }: any) => move)} /> : <Typography variant="body2">{say("say.loading")}</Typography> : null}
    </>
  );
}

/** Those of staff: giving another keeps them, since what is sent is all of these. */
const given = (tags: any[]) => tags.filter(({ source }) => source === "staff").map(({ tag, until }) => ({ tag, until }));

/** How they buy, as far as they agree to that, and their tags, each with what is behind it. */
function Portrait({ id }: { id: string }) {
  const say = useTranslate();
  const path = `/v1/admin/customers/${id}/portrait`;
  const { data, error } = useQuery({ queryKey: ["customers", "portrait", id], queryFn: () => call(path) });
  const tagging = operation("PATCH", "/v1/admin/customers/{id}/portrait");
  const buying = data?.buying;
  return (
    <Panel title={say("people.portrait")}>
      {error ? <Failed error={error} /> : !data ? <Typography variant="body2">{say("say.loading")}</Typography> : (
        <>
          {!data.agrees ? <Alert severity="info">{say("people.not_profiled")}</Alert> : data.refused.map((permission: string) => <Alert key={permission} severity="info">{say("people.refused", { permission: say(rightOf(permission)) })}</Alert>)}
          {buying ? <Deep value={Object.fromEntries(Object.entries(buying).filter(([, each]) => each !== null))} /> : null}
          {data.tags.map((tag: any) => <PersonTag key={tag.tag} tag={tag} />)}
          {data.tags.length ? null : <Typography variant="body2">{say("people.no_tags")}</Typography>}
          {tagging ? <CommandButton step={tagging} address={path} row={{ ...data, tags: given(data.tags) }} /> : null}
        </>
      )}
    </Panel>
  );
}

function PersonTag({ tag }: { tag: any }) {
  const say = useTranslate();
  const text = useText();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" aria-expanded={open} onClick={() => setOpen(!open)}>{open ? "▾" : "▸"} {tag.name}</Button>
      {open ? <><Typography variant="body2">{say(`people.tag_by_${tag.source}`, { since: text(tag.since), by: tag.by })}{tag.until ? ` · ${say("people.tag_until", { until: text(tag.until) })}` : ""}</Typography>{tag.reasons ? <Deep value={tag.reasons} /> : null}</> : null}
    </>
  );
}

function Customer() {
  const { record, error } = useShowContext<any>();
  const { permissions } = usePermissions<Set<string>>();
  const say = useTranslate();
  const text = useText();
  const [locale] = useLocaleState();
  const id = record?.id;
  // Whoever may, asks to see who it is: the shop writes down that they did, so it is never asked unasked, and only of this person.
  const [clear, setClear] = useState<unknown>();
  const seen = Boolean(id) && clear === id;
  const { data, error: missing } = useQuery({ queryKey: ["customers", "overview", id, seen], queryFn: () => call(`/v1/admin/customers/${id}/overview`, { query: seen ? { unmask: true } : {} }), enabled: Boolean(id) });
  const { data: person, error: hidden } = useQuery({ queryKey: ["customers", "clear", id], queryFn: () => call(`/v1/admin/customers/${id}`, { query: { unmask: true } }), enabled: seen, staleTime: Infinity, gcTime: 0 });
  const erase = operation("POST", "/v1/admin/erasures");
  if (!record) return error ? <Failed error={error} /> : <Waiting />;
  const told = (seen && person) || record;
  return (
    <>
      {error ? <Failed error={error} /> : null}
      <PageTitle text={told.name || told.email || say("page.customers")} />
      <TopToolbar sx={{ flexWrap: "wrap", gap: 1 }}><Steps spec={specOf("customers")} row={record} without={["notes", "portrait"]} />{erase ? <CommandButton step={erase} address={erase.path} name={say("do.erase")} start={{ customer_id: record.id }} /> : null}{record.masked && !seen && permissions?.has("customers.unmask") ? <Button size="small" onClick={() => setClear(id)}>{say("do.unmask")}</Button> : null}<ListButton /></TopToolbar>
      {hidden ? <Failed error={hidden} /> : null}
      <Panel title={told.name || "–"}>
        <Typography>{[told.email, told.phone].filter(Boolean).join(" · ")}</Typography>
        <Typography variant="body2" color="text.secondary">{say("field.registered_at")}: <Value value={record.registered_at} /> · {say("field.language")}: {say(`goods.${record.language}`, { _: record.language })}</Typography>
      </Panel>
      {missing ? <Failed error={missing} /> : null}
      <Grid container spacing={2}>
        <Grid size={{ xs: 12, md: 7 }}>
          <Section title={say("people.orders")} part={data?.orders}>
            {(orders) => orders.map((order: any) => <Stack key={order.id} direction="row" spacing={1} sx={{ py: 0.5, alignItems: "center", flexWrap: "wrap" }}><Link component={RouterLink} to={`/orders/${order.id}/show`}>{order.number}</Link><Value value={order.status} kind="state" /><Typography variant="body2">{text(order.total)} · <Value value={order.placed_at} /></Typography></Stack>)}
          </Section>
          <Section title={say("people.cases")} part={data?.cases}>
            {(cases) => cases.map((one: any) => <Stack key={one.id} direction="row" spacing={1} sx={{ py: 0.5, alignItems: "center" }}><Link component={RouterLink} to={`/returns/${one.id}/show`}>{one.number}</Link><Value value={one.status} kind="state" /></Stack>)}
          </Section>
          <Section title={say("people.messages")} part={data?.messages}>
            {(messages) => messages.map((one: any) => <Typography key={one.id} variant="body2"><Value value={one.created_at} /> · {text(one.event, "state")} · {text(one.status, "state")}</Typography>)}
          </Section>
        </Grid>
        <Grid size={{ xs: 12, md: 5 }}>
          <Section title={say("people.notes")} part={data?.notes}>
            {(notes) => notes.map((one: any) => <Typography key={one.id} variant="body2" sx={{ overflowWrap: "anywhere", py: 0.5 }}>{one.text}<br /><Typography component="span" variant="caption" color="text.secondary">{one.author} · <Value value={one.written_at} /></Typography></Typography>)}
          </Section>
          <Offered when={Boolean(permissions?.has("customers.note"))}><NoteForm path={`/v1/admin/customers/${record.id}/notes`} stale={["customers", "overview", record.id]} /></Offered>
          {permissions?.has("stored_value.read") ? <Credit id={record.id} /> : null}
          <Portrait id={record.id} />
          <Section title={say("people.consents")} part={data?.consents}>
            {(consents) => consents.map((one: any) => <Typography key={one.purpose} variant="body2">{say(`state.${one.purpose}`)}: {say(one.given ? "say.yes" : "say.no")}</Typography>)}
          </Section>
          <Section title={say("people.addresses")} part={data?.addresses}>
            {(addresses) => addresses.map((one: any) => <Typography key={one.id} variant="body2">{[one.name, one.phone, written(one, locale)].filter(Boolean).join(", ")}</Typography>)}
          </Section>
        </Grid>
      </Grid>
    </>
  );
}

export default function CustomerShow() {
  return <ShowPage><Customer /></ShowPage>;
}
