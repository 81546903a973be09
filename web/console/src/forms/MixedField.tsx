// A value that may be of several kinds: which one is chosen, then it is typed as that kind is typed anywhere else.
import MenuItem from "@mui/material/MenuItem";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import { useTranslate } from "react-admin";
import type { Mixed } from "../lib/schema.ts";

const KINDS = ["words", "text", "number", "yes"] as const;
const LANGUAGES = ["zh", "en"];
type Props = { label: string; draft: Mixed; onChange: (draft: Mixed) => void; wrong: boolean; helperText?: string; required?: boolean; disabled?: boolean };

export function MixedField({ label, draft, onChange, wrong, helperText, required, disabled }: Props) {
  const say = useTranslate();
  const told = { error: wrong, disabled, fullWidth: true };
  const kind = (
    <TextField select label={say("form.kind_of", { what: label })} value={draft.as} disabled={disabled} sx={{ minWidth: 180 }} onChange={(event) => onChange({ ...draft, as: event.target.value as Mixed["as"], text: "" })}>
      {KINDS.map((one) => <MenuItem key={one} value={one}>{say(`form.kind_${one}`)}</MenuItem>)}
    </TextField>
  );
  const typed = draft.as === "words"
    ? [...new Set([...LANGUAGES, ...Object.keys(draft.words)])].map((language, index) => (
      <TextField key={language} {...told} label={`${label} · ${say(`goods.${language}`, { _: language })}`} helperText={index ? undefined : helperText} value={draft.words[language] ?? ""} onChange={(event) => onChange({ ...draft, words: { ...draft.words, [language]: event.target.value } })} />
    ))
    : draft.as === "yes"
      ? <TextField select {...told} required={required} label={label} helperText={helperText} value={draft.text} onChange={(event) => onChange({ ...draft, text: event.target.value })}><MenuItem value="true">{say("say.yes")}</MenuItem><MenuItem value="false">{say("say.no")}</MenuItem></TextField>
      : <TextField {...told} required={required} label={label} helperText={helperText} value={draft.text} autoComplete="off" onChange={(event) => onChange({ ...draft, text: event.target.value })} slotProps={{ htmlInput: { inputMode: draft.as === "number" ? "decimal" : undefined } }} />;
  return <Stack direction={{ xs: "column", sm: "row" }} spacing={1}>{kind}{typed}</Stack>;
}
