// What a condition compares with: a number, an amount, a moment, yes or no, or some of what there is.
import Autocomplete from "@mui/material/Autocomplete";
import MenuItem from "@mui/material/MenuItem";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import { useState } from "react";
import { useLocaleState, useTranslate } from "react-admin";
import { choicesOf, schemas } from "../api/catalogue.ts";
import { digits } from "../lib/digits.ts";
import { parseMoney, typed } from "../lib/money.ts";
import type { Kind } from "../lib/rule.ts";
import { monthName } from "../lib/time.ts";
import { MomentField } from "../parts/MomentField.tsx";
import { MoneyText } from "../parts/MoneyText.tsx";
import { GoodsField, useSearchesGoods } from "./GoodsField.tsx";
import { useReferences } from "./references.ts";

type Props = { field: string; kind: Kind; value: any; onChange: (value: unknown) => void; wrong?: string; disabled?: boolean };
const MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
const WHOLE = /^\d{1,12}$/;

export function RuleValue(props: Props) {
  const { kind, value, onChange, wrong, disabled } = props;
  const say = useTranslate();
  const common = { size: "small" as const, fullWidth: true, label: say("rule.value"), disabled, error: Boolean(wrong), helperText: wrong };
  switch (kind) {
    case "number": {
      const text = String(value ?? "");
      const odd = text !== "" && !WHOLE.test(text);
      const put = (next: string) => onChange(WHOLE.test(next) ? Number(next) : next);
      return <TextField {...common} error={common.error || odd} helperText={odd ? say("say.whole_number") : wrong} value={text} autoComplete="off" slotProps={{ htmlInput: { inputMode: "numeric" } }} onChange={(event) => put(digits(event.target.value))} />;
    }
    case "flag": return <TextField select {...common} value={String(value)} onChange={(event) => onChange(event.target.value === "true")}><MenuItem value="true">{say("say.yes")}</MenuItem><MenuItem value="false">{say("say.no")}</MenuItem></TextField>;
    case "moment": return <MomentField size="small" label={common.label} value={String(value ?? "")} wrong={wrong} disabled={disabled} onChange={onChange} />;
    case "money": return <Amount {...props} />;
    default: return <Some {...props} />;
  }
}

function Amount({ value, onChange, wrong, disabled }: Props) {
  const say = useTranslate();
  const currency = String(value?.currency ?? "");
  const [text, setText] = useState(() => (Number.isInteger(value?.amount) ? typed(value) : String(value?.amount ?? "")));
  const put = (next: string, other: string) => {
    setText(next);
    onChange({ amount: parseMoney(next, other) ?? next, currency: other });
  };
  return (
    <Stack direction="row" spacing={1} sx={{ alignItems: "flex-start" }}>
      <MoneyText label={say("rule.value")} value={text} currency={currency || "CNY"} error={wrong} disabled={disabled} onChange={(next) => put(next, currency)} />
      <TextField label={say("field.currency")} value={currency} disabled={disabled} sx={{ maxWidth: 110 }} slotProps={{ htmlInput: { maxLength: 3 } }} onChange={(event) => put(text, event.target.value.toUpperCase())} />
    </Stack>
  );
}

/** Which words of the contract a field takes, where it does. */
function useWords(field: string, kind: Kind): { id: string; name: string }[] | undefined {
  const say = useTranslate();
  const [locale] = useLocaleState();
  if (kind === "months") return MONTHS.map((month) => ({ id: String(month), name: monthName(month, locale) }));
  const words = kind === "rfm" ? (schemas.RfmSegment?.enum ?? []).map(String) : field === "consent" ? choicesOf("purpose") : [];
  return words.length ? words.map((id) => ({ id, name: say(`state.${id}`) })) : undefined;
}

function Some({ field, kind, value, onChange, wrong, disabled }: Props) {
  const say = useTranslate();
  const words = useWords(field, kind);
  const references = useReferences(field);
  const searches = useSearchesGoods();
  const there = words ?? references;
  const label = (id: string) => there?.find((one) => one.id === id)?.name ?? id;
  const told = { label: say("rule.value"), error: Boolean(wrong) };
  if (kind === "segment")
    return <Autocomplete size="small" disabled={disabled} options={there?.map((one) => one.id) ?? []} value={value || null} getOptionLabel={label} onChange={(_, next) => onChange(next ?? "")} renderInput={(params) => <TextField {...params} {...told} helperText={wrong} />} />;
  const chosen = (Array.isArray(value) ? value : []).map(String);
  if (field === "bought_product" && searches) return <GoodsField goods="product" many size="small" {...told} disabled={disabled} helperText={wrong} value={chosen} onChange={onChange} />;
  const given = (next: string[]) => onChange(kind === "months" ? next.map(Number) : next.map((one) => one.trim()).filter(Boolean));
  return (
    <Autocomplete multiple size="small" freeSolo={!words} autoSelect={!words} disabled={disabled} options={there?.map((one) => one.id) ?? []} value={chosen} getOptionLabel={label} slotProps={{ chip: { size: "small" } }}
      onChange={(_, next) => given(next as string[])} renderInput={(params) => <TextField {...params} {...told} helperText={wrong ?? (there ? undefined : say(`rule.list_${field}`, { _: say("form.texts") }))} />} />
  );
}
