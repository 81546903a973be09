// The fields of a schema of the contract, one for each kind; how they are typed and sent is in lib/schema.ts.
import Autocomplete from "@mui/material/Autocomplete";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import InputAdornment from "@mui/material/InputAdornment";
import MenuItem from "@mui/material/MenuItem";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";
import { useLocaleState, useTranslate } from "react-admin";
import { DayField } from "../parts/DayField.tsx";
import { MomentField } from "../parts/MomentField.tsx";
import { MoneyText } from "../parts/MoneyText.tsx";
import { useFieldName } from "../parts/useFieldName.ts";
import { currencyOf, isCurrency, isLoose, isSecret, kindOf, partOf, partsOf, resolved, toDraft, type Draft, type Mixed, type Problems, type Schema, type Schemas } from "../lib/schema.ts";
import { useHelp } from "../i18n/help.ts";
import { GoodsField, useSearchesGoods } from "./GoodsField.tsx";
import { goodsOf } from "../lib/goods.ts";
import { MixedField } from "./MixedField.tsx";
import { fieldsOf, parsed, written } from "../lib/rule.ts";
import { isSpan, span, unitOf, type Unit } from "../lib/units.ts";
import { RuleField } from "./RuleField.tsx";
import { useReferences } from "./references.ts";
import { useWrong } from "./useWrong.ts";

type Props = { name: string; schema: Schema; draft: Draft; onChange: (draft: Draft) => void; pointer: string; problems: Problems; all: Schemas; required?: boolean; label?: string; disabled?: boolean; currency?: string };
const LANGUAGES = ["zh", "en"];
const PERCENT = { endAdornment: <InputAdornment position="end">%</InputAdornment> };

/** How long a typed span is, where its own unit says it badly: 10,080 minutes are 7 days. */
const spanOf = (unit: Unit | null, draft: Draft, locale: string) => {
  const count = /^\d{2,9}$/.test(String(draft)) ? Number(draft) : 0;
  return isSpan(unit) && count >= (unit === "hours" ? 24 : 60) ? `= ${span(count, unit, locale)}` : undefined;
};

/** What is wrong below a pointer: then a closed part opens. */
export const below = (problems: Problems, pointer: string) => Object.keys(problems).some((one) => one === pointer || one.startsWith(`${pointer}/`));

export function Field(props: Props) {
  const { name, draft, onChange, pointer, problems, all, required, disabled } = props;
  const say = useTranslate();
  const [locale] = useLocaleState();
  const schema = resolved(props.schema, all);
  const kind = kindOf(props.schema, name, all);
  const references = useReferences(name, schema.description);
  const help = useHelp();
  const named = useFieldName();
  const label = props.label ?? named(name);
  const wrong = useWrong(problems);
  const note = help(schema.description);
  const told = wrong(pointer);
  const unit = unitOf(name, schema);
  const goods = useSearchesGoods() && (kind === "text" || kind === "texts") ? goodsOf(name, schema) : undefined;
  const common = { label, required, disabled, error: Boolean(told), helperText: told ?? note, fullWidth: true };
  if (goods) {
    const many = kind === "texts";
    return <GoodsField goods={goods} many={many} {...common} error={below(problems, pointer)} helperText={told ?? note} value={many ? (draft as string[]) : draft ? [draft as string] : []} onChange={(ids) => onChange(many ? ids : (ids[0] ?? ""))} />;
  }
  switch (kind) {
    case "yes":
      return <TextField select {...common} value={draft} onChange={(event) => onChange(event.target.value)}>{required ? null : <MenuItem value="">–</MenuItem>}<MenuItem value="true">{say("say.yes")}</MenuItem><MenuItem value="false">{say("say.no")}</MenuItem></TextField>;
    case "choice":
      return (
        <TextField select {...common} value={draft} onChange={(event) => onChange(event.target.value)}>
          {required ? null : <MenuItem value="">–</MenuItem>}
          {schema.enum!.map((one) => <MenuItem key={String(one)} value={String(one)}>{say(`state.${one}`)}</MenuItem>)}
        </TextField>
      );
    case "money": {
      const money = draft as { amount: string; currency: string };
      const coin = `${pointer}/currency`;
      return (
        <Stack direction="row" spacing={1} sx={{ alignItems: "flex-start" }}>
          <MoneyText label={label} value={money.amount} currency={money.currency || "CNY"} disabled={disabled} required={required} bounds={schema.properties!.amount} error={wrong(pointer, [coin])} hint={note} onChange={(amount) => onChange({ amount, currency: money.currency || "CNY" })} />
          <TextField label={say("field.currency")} value={money.currency} disabled={disabled} error={Boolean(wrong(coin)) || (money.amount !== "" && !isCurrency(money.currency))} helperText={wrong(coin)} sx={{ maxWidth: 110 }} slotProps={{ htmlInput: { maxLength: 3 } }} onChange={(event) => onChange({ ...money, currency: event.target.value.toUpperCase() })} />
        </Stack>
      );
    }
    case "minor": return <MoneyText label={label} value={draft as string} currency={props.currency ?? "CNY"} disabled={disabled} required={required} bounds={schema} error={told} hint={note} onChange={onChange} />;
    case "words": {
      const words = draft as Record<string, string>;
      const languages = [...new Set([...LANGUAGES, ...Object.keys(words)])];
      const long = (schema.words ?? 500) > 500;
      const own = languages.map((language) => `${pointer}/${language}`);
      const general = wrong(pointer, own);
      return (
        <Stack direction={{ xs: "column", sm: "row" }} spacing={1}>
          {languages.map((language, index) => (
            <TextField key={language} {...common} required={false} label={`${label} · ${say(`goods.${language}`, { _: language })}`} error={Boolean(general ?? wrong(own[index]!))} helperText={wrong(own[index]!) ?? (index ? undefined : (general ?? note))}
              multiline={long} minRows={long ? 2 : undefined} maxRows={12} value={words[language] ?? ""} onChange={(event) => onChange({ ...words, [language]: event.target.value })} />
          ))}
        </Stack>
      );
    }
    case "texts": case "choices": {
      const options = schema.items && resolved(schema.items, all).enum?.map(String);
      const chosen = draft as string[];
      return (
        <Autocomplete multiple freeSolo={!options} autoSelect={!options} options={options ?? references?.map((one) => one.id) ?? []} value={chosen} disabled={disabled} getOptionLabel={(one) => (options ? say(`state.${one.replaceAll(".", "_")}`) : (references?.find((row) => row.id === one)?.name ?? one))}
          onChange={(_, value) => onChange(value as string[])} slotProps={{ chip: { size: "small" } }}
          renderInput={(params) => <TextField {...params} {...common} required={false} helperText={told ?? note ?? (options || references ? undefined : say("form.texts"))} />} />
      );
    }
    case "mixed": return <MixedField {...common} label={label} draft={draft as Mixed} onChange={onChange} wrong={Boolean(told)} />;
    case "pairs": return <Pairs {...props} label={label} note={note} />;
    case "list": return <List {...props} label={label} note={note} />;
    case "object": return <Part {...props} label={label} note={note} />;
    case "json": {
      const asked = name === "rule" ? fieldsOf(schema.description) : undefined;
      const rule = asked?.size ? parsed(draft as string) : null;
      if (asked && rule) return <RuleField label={label} fields={asked} group={rule} onChange={(group) => onChange(written(group))} pointer={pointer} problems={problems} disabled={disabled} />;
      return <TextField {...common} multiline minRows={2} maxRows={16} value={draft} onChange={(event) => onChange(event.target.value)} slotProps={{ htmlInput: { spellCheck: false, style: { fontFamily: "monospace", fontSize: 13 } } }} helperText={told ?? note ?? say("form.json")} />;
    }
    case "time":
      return <MomentField label={label} value={draft as string} required={required} disabled={disabled} wrong={told} hint={note} onChange={onChange} />;
    case "wall":
      return <TextField {...common} value={(draft as string).replace("T", " ")} placeholder="2027-01-31 09:00" helperText={told ?? note} onChange={(event) => onChange(event.target.value)} />;
    case "day":
      return <DayField loose={isLoose(schema)} label={label} value={draft as string} required={required} disabled={disabled} wrong={told} hint={note} onChange={onChange} />;
    default:
      if (references)
        return (
          <Autocomplete freeSolo options={references.map((one) => one.id)} inputValue={draft as string} value={draft as string} disabled={disabled} onInputChange={(_, value) => onChange(value)}
            renderOption={(given, one) => { const { key, ...rest } = given as any; return <li key={key} {...rest}><Box>{references.find((row) => row.id === one)?.name}<Typography variant="caption" component="div" color="text.secondary">{one}</Typography></Box></li>; }}
            filterOptions={(ids, { inputValue }) => ids.filter((one) => { const name = references.find((row) => row.id === one)?.name ?? ""; return !inputValue || one.includes(inputValue) || name.toLowerCase().includes(inputValue.toLowerCase()) || ids.includes(inputValue); })}
            renderInput={(params) => <TextField {...params} {...common} helperText={told ?? references.find((row) => row.id === draft)?.name ?? note} />} />
        );
      return (
        <TextField {...common} helperText={told ?? [spanOf(unit, draft, locale), note].filter(Boolean).join(" · ")} multiline={kind === "long"} minRows={kind === "long" ? 3 : undefined} maxRows={16} value={draft} type={isSecret(name) ? "password" : "text"} autoComplete="off" onChange={(event) => onChange(event.target.value)}
          placeholder={kind === "text" && typeof schema.example === "string" ? schema.example : undefined} slotProps={{ htmlInput: { inputMode: kind === "number" ? "numeric" : kind === "decimal" || kind === "percent" ? "decimal" : undefined }, input: kind === "percent" || unit === "percent" ? PERCENT : undefined }} />
      );
  }
}

function Frame({ label, note, wrong, open, children }: { label: string; note?: string; wrong?: string; open?: boolean; children: ReactNode }) {
  return (
    <Box component="details" open={open || undefined} sx={{ border: 1, borderColor: "divider", borderRadius: 1, px: 2, py: 1 }}>
      <Box component="summary" sx={{ cursor: "pointer", fontWeight: 600, py: 0.5 }}>{label}</Box>
      {wrong ?? note ? <Typography variant="caption" color={wrong ? "error" : "text.secondary"} component="p" sx={{ mb: 1 }}>{wrong ?? note}</Typography> : null}
      <Stack spacing={2} sx={{ mt: 1, mb: 1 }}>{children}</Stack>
    </Box>
  );
}

type More = Props & { label: string; note?: string };

function Part({ currency, schema: given, draft, onChange, pointer, problems, all, label, note, required, disabled }: More) {
  const schema = resolved(given, all);
  const say = useTranslate();
  const needed = new Set(schema.required ?? []);
  const fields = draft as Record<string, Draft>;
  const parts = Object.entries(partsOf(schema, fields));
  const wrong = useWrong(problems)(pointer, parts.map(([key]) => `${pointer}/${key}`));
  return (
    <Frame label={label} note={note} wrong={wrong} open={required || below(problems, pointer)}>
      {parts.map(([key, one]) => <Field key={key} name={key} label={schema.each ? say(`goods.${key}`, { _: key }) : undefined} schema={one} all={all} pointer={`${pointer}/${key}`} problems={problems} required={needed.has(key)} disabled={disabled} currency={currencyOf(fields, currency)} draft={fields[key] ?? toDraft(one, key, undefined, all)} onChange={(value) => onChange({ ...fields, [key]: value })} />)}
    </Frame>
  );
}

function List({ currency, name, schema: given, draft, onChange, pointer, problems, all, label, note, required, disabled }: More) {
  const say = useTranslate();
  const item = resolved(given, all).items!;
  const rows = draft as Draft[];
  const wrong = useWrong(problems)(pointer, rows.map((_, index) => `${pointer}/${index}`));
  return (
    <Frame label={`${label} (${rows.length})`} note={note} wrong={wrong} open={required || rows.length > 0 || below(problems, pointer)}>
      {rows.map((row, index) => (
        <Box key={index}>
          <Field name={name} label={`${index + 1}`} schema={item} all={all} pointer={`${pointer}/${index}`} problems={problems} required disabled={disabled} currency={currencyOf(row, currency)} draft={row} onChange={(value) => onChange(rows.map((one, at) => (at === index ? value : one)))} />
          <Button size="small" color="error" disabled={disabled} onClick={() => onChange(rows.filter((_, at) => at !== index))}>{say("form.remove", { what: `${label} ${index + 1}` })}</Button>
        </Box>
      ))}
      <Button variant="outlined" size="small" disabled={disabled} sx={{ alignSelf: "flex-start" }} onClick={() => onChange([...rows, toDraft(item, name, undefined, all, true)])}>{say("form.add", { what: label })}</Button>
    </Frame>
  );
}

function Pairs({ name, schema, all, draft, onChange, pointer, problems, label, note, disabled, required }: More) {
  const say = useTranslate();
  const input = partOf(name, resolved(schema, all)) ? PERCENT : undefined;
  const rows = draft as [string, string][];
  const put = (index: number, pair: [string, string]) => onChange(rows.map((one, at) => (at === index ? pair : one)));
  const wrong = useWrong(problems);
  const own = (key: string) => (key === "" ? undefined : wrong(`${pointer}/${key}`));
  return (
    <Frame label={`${label} (${rows.length})`} note={note} wrong={wrong(pointer, rows.map(([key]) => `${pointer}/${key}`))} open={required || rows.length > 0 || below(problems, pointer)}>
      {rows.map(([key, value], index) => (
        <Stack key={index} direction="row" spacing={1}>
          <TextField label={say("form.key")} value={key} disabled={disabled} onChange={(event) => put(index, [event.target.value, value])} />
          <TextField label={say("form.value")} value={value} disabled={disabled} error={Boolean(own(key))} helperText={own(key)} slotProps={{ input }} onChange={(event) => put(index, [key, event.target.value])} />
          <Button size="small" color="error" disabled={disabled} onClick={() => onChange(rows.filter((_, at) => at !== index))}>{say("form.remove", { what: key || `${index + 1}` })}</Button>
        </Stack>
      ))}
      <Button variant="outlined" size="small" disabled={disabled} sx={{ alignSelf: "flex-start" }} onClick={() => onChange([...rows, ["", ""]])}>{say("form.add", { what: label })}</Button>
    </Frame>
  );
}
