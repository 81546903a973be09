// Something new of any page whose list the contract can add to.
import Button from "@mui/material/Button";
import Card from "@mui/material/Card";
import CardContent from "@mui/material/CardContent";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ListButton, TopToolbar, usePermissions, useRedirect, useResourceContext, useTranslate } from "react-admin";
import { call } from "../api/client.ts";
import { creating, filled, schemas, type Operation } from "../api/catalogue.ts";
import { asNamed, isNamed, namedBy } from "../lib/named.ts";
import { forNew, resolved } from "../lib/schema.ts";
import { GoodsField } from "../forms/GoodsField.tsx";
import { SchemaFields, useSchemaForm } from "../forms/SchemaForm.tsx";
import { useHelp } from "../i18n/help.ts";
import { Deep } from "../parts/Deep.tsx";
import { PageTitle } from "../parts/PageTitle.tsx";
import { specOf } from "../resources.ts";
import { useLeaveGuard } from "../parts/useLeaveGuard.ts";
import { useTry } from "../parts/useCommand.tsx";
import { useThere } from "../parts/useThere.ts";
import NoRight from "./NoRight.tsx";
import NoSuchPage from "./NoSuchPage.tsx";

function Form({ step, resource }: { step: Operation; resource: string }) {
  const say = useTranslate();
  const redirect = useRedirect();
  const spec = specOf(resource);
  const help = useHelp();
  const queries = useQueryClient();
  const form = useSchemaForm(step.body ?? {}, null, `${resource}/create`);
  const { busy, attempt } = useTry();
  const there = useThere();
  const [made, setMade] = useState<any>(null);
  const [name, setName] = useState("");
  const [tried, setTried] = useState(false);
  const of = namedBy(spec);
  const nameless = Boolean(spec.named) && !isNamed(of, name);
  const letGo = useLeaveGuard(form.dirty && !made);
  const open = (answer: any) => {
    letGo();
    if (answer.batch) redirect(`/${resource}?filter=${encodeURIComponent(JSON.stringify({ batch: answer.batch }))}`);
    else if (spec.one) redirect("show", resource, answer[spec.id ?? "id"]);
    else redirect("list", resource);
  };
  const save = async () => {
    const typed = form.read();
    setTried(true);
    if (!typed || busy || made || nameless) return;
    const send = async () => (await call<any>(spec.named ? filled(step.path, name) : step.path, { method: step.method, body: forNew(typed, resolved(step.body!, schemas)) })) ?? {};
    await attempt(send, (answer) => {
      form.sent();
      void queries.invalidateQueries({ queryKey: ["references"] });
      // Who has left meanwhile may come back before the page that they went to is there: to this same form, which then takes another one.
      if (shownOnce(answer) || there.current) setMade(answer);
      if (!shownOnce(answer) && there.current) open(answer);
    }, form.refused);
  };
  if (made && shownOnce(made))
    return <Card sx={{ mt: 2 }}><CardContent><Typography gutterBottom>{say("form.once")}</Typography><Deep value={made} /><Button variant="contained" sx={{ mt: 2 }} onClick={() => open(made)}>{say("do.show")}</Button></CardContent></Card>;
  return (
    <Card sx={{ maxWidth: 900 }}><CardContent>
      {step.more ? <Typography variant="body2" color="text.secondary" sx={{ mb: 2, whiteSpace: "pre-line" }}>{help(step.more)}</Typography> : null}
      <form noValidate onSubmit={(event) => { event.preventDefault(); void save(); }}>
        <Stack spacing={2}>
          {!spec.named ? null : of === "variant" ? <GoodsField goods="variant" many={false} required label={say(`field.${spec.id}`)} value={name ? [name] : []} error={tried && nameless} onChange={(ids) => setName(ids[0] ?? "")} />
            : <TextField required label={say(`field.${spec.id}`)} value={name} error={tried && nameless} helperText={say(of === "customer" ? "form.customer_of" : "form.name_of")} onChange={(event) => setName(asNamed(of, event.target.value))} slotProps={{ htmlInput: { maxLength: 60 } }} />}
          <SchemaFields form={form} />
          <Button type="submit" variant="contained" disabled={busy} sx={{ alignSelf: "flex-start" }}>{say("do.save")}</Button>
        </Stack>
      </form>
    </CardContent></Card>
  );
}

/** Who loses the right over a form keeps what they typed, and reads that it goes nowhere. */
function Whole({ may, ...form }: { step: Operation; resource: string; may: boolean }) {
  const [had] = useState(may);
  if (!may && !had) return <NoRight />;
  return <>{may ? null : <NoRight />}<Form {...form} /></>;
}

const shownOnce = (answer: any): boolean => ["secret", "key", "token"].some((name) => typeof answer[name] === "string" && answer[name].length > 15) || Boolean(answer.cards?.some((one: any) => one.code));

export default function GenericCreate() {
  const resource = useResourceContext()!;
  const say = useTranslate();
  const { permissions } = usePermissions<Set<string>>();
  const step = creating(specOf(resource));
  if (!permissions) return null;
  if (!step?.body) return <NoSuchPage />;
  return (
    <>
      <PageTitle text={`${say("do.create")} · ${say(`page.${resource}`)}`} />
      <TopToolbar><ListButton /></TopToolbar>
      <Whole step={step} resource={resource} may={permissions.has(step.may)} />
    </>
  );
}
