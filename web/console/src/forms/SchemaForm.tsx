// A form made of the contract: fields, what is wrong at each, and what was typed when somebody's session ends (the page keeps it, but no secret).
import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Stack from "@mui/material/Stack";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { schemas } from "../api/catalogue.ts";
import { refusedAt } from "../api/problem.ts";
import { begins, currencyOf, isSecret, resolved, toDraft, toValue, type Draft, type Problems, type Schema } from "../lib/schema.ts";
import { draftFor, useDraft } from "../parts/useDraft.ts";
import { useProblem, useRefusal } from "../parts/useCommand.tsx";
import { below, Field } from "./Fields.tsx";

type Fields = Record<string, Draft>;

/** What was typed when a session ended, and on which record: that of today may be another's, which its writer has not seen. */
type Kept = { from: Record<string, unknown> | null; typed: Fields };

/** `now`: what is changed, as it was when the form was opened (`from`); null for something new, which begins with `start`. `name`: under which it is
 * kept if a session ends over it. */
export function useSchemaForm(given: Schema, now: Record<string, unknown> | null, name?: string, start?: Record<string, unknown>) {
  const [kept] = useState(() => draftFor(name) as Kept | undefined);
  const [record] = useState(kept ? kept.from : now);
  const schema = resolved(given, schemas);
  const needed = new Set(schema.required ?? []);
  const begin = () => Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, one]) => [name, toDraft(one, name, (record ?? start)?.[name], schemas, record === null && begins(one, name, needed.has(name), schemas), currencyOf(record ?? start))])) as Fields;
  const [first] = useState<Fields>(begin);
  // Only what was touched: the rest is as it is today.
  const [draft, setDraft] = useState<Fields>(() => ({ ...first, ...kept?.typed }));
  const [problems, setProblems] = useState<Problems>({});
  const [refusal, setRefusal] = useRefusal();
  const dirty = JSON.stringify(first) !== JSON.stringify(draft);
  const touched = Object.fromEntries(Object.entries(draft).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(first[key]) && key in first && !isSecret(key)));
  const sent = useDraft(name, Object.keys(touched).length ? ({ from: record, typed: touched } satisfies Kept) : null);
  /** The body, or null where something is wrong with what was typed. */
  const read = (): Record<string, unknown> | null => {
    const found: Problems = {};
    const body = Object.fromEntries(Object.entries(schema.properties ?? {})
      .map(([name, one]) => [name, toValue(one, name, draft[name]!, schemas, `/${name}`, found, needed.has(name), currencyOf(draft))])
      .filter(([, value]) => value !== undefined));
    setProblems(found);
    setRefusal(null);
    return Object.keys(found).length ? null : body;
  };
  const refused = (error: unknown) => {
    setRefusal(error);
    setProblems(refusedAt(error));
  };
  return { from: record, schema, draft, setDraft, first, dirty, problems, refusal, refused, read, needed, sent };
}

type Form = ReturnType<typeof useSchemaForm>;

/** `beside`: short fields stand beside each other where there is room. */
export function SchemaFields({ form, disabled, beside }: { form: Form; disabled?: boolean; beside?: boolean }) {
  const say = useTranslate();
  const tell = useProblem();
  // Under which version something is sent is no question to a person.
  const names = Object.keys(form.schema.properties ?? {}).filter((name) => name !== "version" || form.needed.has(name));
  const first = [...names.filter((name) => form.needed.has(name)), ...names.filter((name) => !form.needed.has(name) && !LATER.test(name))];
  const later = names.filter((name) => !form.needed.has(name) && LATER.test(name));
  const show = (name: string) => (
    <Field key={name} name={name} schema={form.schema.properties![name]!} all={schemas} pointer={`/${name}`} problems={form.problems} required={form.needed.has(name)} disabled={disabled} currency={currencyOf(form.draft)}
      draft={form.draft[name]!} onChange={(value) => form.setDraft({ ...form.draft, [name]: value })} />
  );
  return (
    <Stack spacing={2}>
      {beside ? <Box sx={{ display: "grid", gap: { xs: 1, sm: 2 }, gridTemplateColumns: { xs: "repeat(2, minmax(0, 1fr))", sm: "repeat(3, minmax(0, 1fr))" }, "& .MuiFormHelperText-root": { mx: { xs: 0, sm: 1.75 }, overflowWrap: "anywhere" } }}>{first.map(show)}</Box> : first.map(show)}
      {later.length ? <details open={later.some((name) => below(form.problems, `/${name}`)) || undefined}><summary style={{ cursor: "pointer", padding: "4px 0" }}>{say("form.more")}</summary><Stack spacing={2} sx={{ mt: 1 }}>{later.map(show)}</Stack></details> : null}
      {Object.keys(form.problems).length && !form.refusal ? <Alert severity="error" role="alert">{say("form.look")}</Alert> : null}
      {form.refusal ? <Alert severity="error" role="alert" sx={{ whiteSpace: "pre-line" }}>{tell(form.refusal)}</Alert> : null}
    </Stack>
  );
}

const LATER = /^(metadata|private_metadata|custom_fields|external_id|taxonomy_code|seo|shards)$/;
