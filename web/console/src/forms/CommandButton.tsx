// One operation of the contract with a row, for whoever may: a question, the form of its body, and what the shop answered.
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import { useNotify, usePermissions, useRefresh, useResourceContext, useTranslate } from "react-admin";
import { call } from "../api/client.ts";
import { isDangerous, operation, schemas, verbOf, type Operation } from "../api/catalogue.ts";
import { Refusal } from "../api/problem.ts";
import { forChange, forNew, resolved } from "../lib/schema.ts";
import { useHelp } from "../i18n/help.ts";
import { Deep } from "../parts/Deep.tsx";
import { Dialogue } from "../parts/Dialogue.tsx";
import { useProblem, useTry } from "../parts/useCommand.tsx";
import { draftFor } from "../parts/useDraft.ts";
import { useThere } from "../parts/useThere.ts";
import { useVersionedSave } from "../parts/useVersionedSave.tsx";
import { SchemaFields, useSchemaForm } from "./SchemaForm.tsx";

/** `address`: where it goes, or, where that is named in the form, how it is told from what was typed. */
type Props = { step: Operation; address: string | ((typed: Record<string, unknown>) => string); row?: any; name?: string; prominent?: boolean; start?: Record<string, unknown>; onDone?: (answer: any) => void };

export function CommandButton({ step, address, row, name, prominent, start, onDone }: Props) {
  const say = useTranslate();
  const page = useResourceContext();
  const { permissions } = usePermissions<Set<string>>();
  const [open, setOpen] = useState(draftFor(keyOf(step, address, start)) !== undefined);
  const may = Boolean(permissions?.has(step.may));
  // Who loses the right over a form keeps what they typed.
  if (!may && !open) return null;
  // What is taken away is named where it is not the row itself.
  const part = step.method === "DELETE" && !step.path.endsWith("}") ? `${say("do.remove")}: ${say(`related.${step.path.split("/").at(-1)}`)}` : undefined;
  const label = name ?? part ?? say(`do_of.${page}.${verbOf(step)}`, { _: say(`do.${verbOf(step)}`) });
  return (
    <>
      <Button size="small" variant={prominent ? "contained" : "outlined"} color={isDangerous(step) ? "error" : "primary"} onClick={() => setOpen(true)}>{label}</Button>
      {open && permissions ? <Command step={step} address={address} row={row} start={start} label={label} onClose={() => setOpen(false)} onDone={onDone} /> : null}
    </>
  );
}

/** Several of a page may go to one address: each begins with something of its own. */
const keyOf = (step: Operation, address: Props["address"], start: Props["start"]) => `${step.method} ${typeof address === "function" ? step.path : address}${start ? ` ${JSON.stringify(start)}` : ""}`;

function Command({ step, address, row, start, label, onClose, onDone }: Omit<Props, "name" | "prominent"> & { label: string; onClose: () => void; onDone?: (answer: any) => void }) {
  const notify = useNotify();
  const refresh = useRefresh();
  const say = useTranslate();
  const help = useHelp();
  const tell = useProblem();
  const edits = (step.method === "PUT" || step.method === "PATCH") && row;
  const form = useSchemaForm(step.body ?? {}, edits ? row : null, keyOf(step, address, start), start);
  // What the page reads meanwhile may be another's change, which nobody here has seen.
  const from: any = edits ? form.from : row;
  const there = useThere();
  const { busy, attempt } = useTry();
  const [told, setTold] = useState<any>(null);
  const close = () => {
    form.sent();
    onClose();
  };
  const leave = () => {
    refresh();
    close();
  };
  const { guarded, dialogue } = useVersionedSave(() => asItIs(step, address as string, from), { onReload: leave, subject: from?.id, onDone: () => { notify("say.done", { type: "success" }); leave(); onDone?.(from); } });
  const go = async () => {
    const typed = form.read();
    if (!typed) return;
    let answer: any;
    const named = typeof address === "function";
    const send = async (body: unknown, version?: number) => void (answer = await call(named ? address((body ?? {}) as Record<string, unknown>) : address, { method: step.method, body: named ? {} : body, ifMatch: step.match ? version : undefined }));
    const touched = Object.keys(form.draft).filter((name) => JSON.stringify(form.draft[name]) !== JSON.stringify(form.first[name]));
    const work = async () => {
      if (edits) return guarded(from, touched, (version, current) => send(forChange(typed, form.draft, form.first, current, step.method === "PUT"), version));
      return send(step.body ? forNew(typed, resolved(step.body, schemas)) : step.method === "DELETE" ? undefined : {}, row?.version);
    };
    await attempt(work, () => {
      form.sent();
      if (hasSecret(answer) || /preview|dry_run|quotes|simulations$/.test(step.path)) setTold(answer);
      else onClose();
      refresh();
      if (there.current) onDone?.(answer);
    }, (error) => {
      form.refused(error);
      if (error instanceof Refusal && error.status === 409) refresh();
    });
  };
  return (
    <>
    <Dialogue title={label} go={told ? say("ra.action.close") : label} open busy={busy} problem="" within={form.refusal ? tell(form.refusal) : ""} dangerous={isDangerous(step) && !told} typed={form.dirty && !told} onClose={close} onGo={told ? onClose : go}>
      {told ? <><Typography>{say(hasSecret(told) ? "form.once" : "form.answer")}</Typography><Deep value={told} /></> : <><Typography variant="body2" color="text.secondary">{help(step.more ?? step.says)}</Typography><SchemaFields form={form} /></>}
    </Dialogue>
    {dialogue}
    </>
  );
}

/** The row now: by its own address or, where that tells nothing, from the list that it stands in. */
async function asItIs(step: Operation, address: string, row: any): Promise<any> {
  if (operation("GET", step.path)) return call(address);
  const rows = (await call(address.slice(0, address.lastIndexOf("/")), { query: { limit: 100 } })).data;
  return rows.find((one: any) => one.id === row.id);
}

/** Shown once and never again: the person must be able to copy it. */
const hasSecret = (answer: any) => answer && typeof answer === "object" && ["secret", "answers_secret", "key", "token"].some((name) => typeof answer[name] === "string" && answer[name].length > 15);
