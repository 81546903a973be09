// On which terms a variant is sold before it is there: what holds now, and the form for whoever may change it.
import Button from "@mui/material/Button";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNotify, usePermissions, useTranslate } from "react-admin";
import { operation } from "../../api/catalogue.ts";
import { call } from "../../api/client.ts";
import { digits } from "../../lib/digits.ts";
import { readDay } from "../../lib/time.ts";
import { DayField } from "../DayField.tsx";
import { Dialogue } from "../Dialogue.tsx";
import { useTry } from "../useCommand.tsx";
import { draftFor, useDraft } from "../useDraft.ts";
import { useVersionedSave } from "../useVersionedSave.tsx";
import { useText } from "../Value.tsx";

const MODES = ["none", "preorder", "backorder"] as const;
const change = operation("PUT", "/v1/admin/stock/{id}/ahead");
const BELONGS: Record<string, (keyof Draft)[]> = { none: [], preorder: ["limit", "promised_on", "until"], backorder: ["limit", "promised_on"] };
type Draft = { mode: (typeof MODES)[number]; limit: string; promised_on: string; until: string };
/** What was typed, and on which terms: those that hold now may be another's, which nobody here has seen. */
type Typed = { from: any; draft: Draft };
const draftOf = (terms: any): Draft => ({ mode: terms.mode, limit: String(terms.limit), promised_on: terms.promised_on ?? "", until: terms.until ?? "" });

export function Ahead({ variant }: { variant: any }) {
  const say = useTranslate();
  const text = useText();
  const { permissions } = usePermissions<Set<string>>();
  const path = `/v1/admin/stock/${variant.id}/ahead`;
  const [open, setOpen] = useState(draftFor(path) !== undefined);
  const { data: terms } = useQuery({ queryKey: ["ahead", variant.id], queryFn: () => call<any>(path) });
  if (!terms) return null;
  const sold = terms.mode !== "none";
  return (
    <>
      {sold ? <Typography variant="body2" data-ahead>{say("ahead.now", { mode: say(`state.${terms.mode}`), day: text(terms.promised_on), owed: text(terms.owed), left: text(terms.left) })}</Typography> : null}
      {change && permissions?.has(change.may) ? <Button size="small" variant="outlined" onClick={() => setOpen(true)}>{say("ahead.do")}</Button> : null}
      {open ? <Terms variant={variant} terms={terms} path={path} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function Terms({ variant, terms, path, onClose }: { variant: any; terms: any; path: string; onClose: () => void }) {
  const say = useTranslate();
  const queries = useQueryClient();
  const notify = useNotify();
  const { busy, problem, attempt } = useTry();
  const [kept] = useState(() => draftFor(path) as Typed | undefined);
  const [from] = useState(kept?.from ?? terms);
  const [draft, setDraft] = useState<Draft>(kept?.draft ?? draftOf(from));
  const first = draftOf(from);
  const dirty = JSON.stringify(draft) !== JSON.stringify(first);
  const sent = useDraft(path, dirty ? ({ from, draft } satisfies Typed) : null);
  const leave = () => {
    sent();
    onClose();
    void Promise.all([["ahead", variant.id], ["stock", variant.id]].map((queryKey) => queries.invalidateQueries({ queryKey })));
  };
  const { guarded, dialogue } = useVersionedSave(() => call(path), { onReload: leave, onDone: () => { notify("say.done", { type: "success" }); leave(); }, subject: variant.id });
  const ahead = draft.mode !== "none", pre = draft.mode === "preorder";
  const whole = /^\d{1,9}$/.test(draft.limit);
  const early = pre && draft.promised_on !== "" && draft.until !== "" && draft.promised_on < draft.until;
  const isDay = (text: string) => readDay(text) === text;
  const ready = dirty && (!ahead || (whole && isDay(draft.promised_on) && (!pre || isDay(draft.until)) && !early));
  const put = (name: keyof Draft) => (event: { target: { value: string } }) => setDraft({ ...draft, [name]: event.target.value });
  const go = () => {
    const body = ahead ? { mode: draft.mode, limit: Number(draft.limit), promised_on: draft.promised_on, ...(pre ? { until: draft.until } : {}) } : { mode: "none" };
    const mine = (["mode", ...BELONGS[draft.mode]!] as const).filter((name) => draft[name] !== first[name]);
    return attempt(() => guarded(from, mine, async (version) => void (await call(path, { method: "PUT", body, ifMatch: version }))), leave);
  };
  const day = (name: "promised_on" | "until", wrong?: string) => (
    <DayField required label={say(`ahead.${name}`)} value={draft[name]} wrong={wrong} hint={say(`ahead.${name}_hint`)} onChange={(value) => setDraft({ ...draft, [name]: value })} />
  );
  return (
    <>
    <Dialogue title={`${say("ahead.do")} · ${variant.sku}`} go={say("do.save")} open busy={busy} problem={problem} ready={ready} typed={dirty} onClose={() => { sent(); onClose(); }} onGo={go}>
      <TextField select label={say("ahead.mode")} value={draft.mode} helperText={say(`ahead.${draft.mode}_hint`)} onChange={put("mode")}>
        {MODES.map((mode) => <MenuItem key={mode} value={mode}>{mode === "none" ? say("ahead.none") : say(`state.${mode}`)}</MenuItem>)}
      </TextField>
      {ahead ? (
        <>
          <TextField required label={say("ahead.limit")} value={draft.limit} error={!whole} helperText={whole ? say("ahead.limit_hint") : say("say.whole_number")} slotProps={{ htmlInput: { inputMode: "numeric" } }} onChange={(event) => setDraft({ ...draft, limit: digits(event.target.value) })} />
          {pre ? day("until") : null}
          {day("promised_on", early ? say("ahead.early") : undefined)}
        </>
      ) : null}
    </Dialogue>
    {dialogue}
    </>
  );
}
