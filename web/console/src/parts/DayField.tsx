// A day as it is written everywhere in the console, whatever order the browser's own fields have.
import TextField from "@mui/material/TextField";
import { useState } from "react";
import { useInput, useTranslate } from "react-admin";
import { read, readDay, wall } from "../lib/time.ts";
import { Picker } from "./Picker.tsx";

type Props = { label: string; value: string; onChange: (day: string) => void; wrong?: string; hint?: string; required?: boolean; disabled?: boolean; size?: "small"; whole?: boolean; loose?: boolean };

/** Somebody who looks for the 27th has typed the 2nd on their way. */
const HALF = /\D\d$/;

/** `whole`: what is typed is given on once it is a day that is typed out, or nothing. `loose`: a moment may be meant as well. */
export function DayField({ label, value, onChange, wrong, hint, required, disabled, size, whole, loose }: Props) {
  const say = useTranslate();
  const [typed, setTyped] = useState({ text: wall(value), value });
  const [left, setLeft] = useState(false);
  const text = typed.value === value ? typed.text : wall(value);
  const give = (text: string, day: string) => {
    setTyped({ text, value: day });
    if (day !== value) onChange(day);
  };
  const put = (text: string) => {
    const day = whole && HALF.test(text.trim()) ? null : readDay(text);
    give(text, day ?? (whole && text.trim() ? value : text.trim()));
  };
  const leave = () => {
    setLeft(true);
    const day = readDay(text);
    if (day) give(day, day);
  };
  const told = wrong ?? (left && text.trim() && !readDay(text) && !(loose && !read(text).problem) ? say("say.day_bad") : undefined);
  return (
    <TextField
      fullWidth size={size} label={label} required={required} disabled={disabled} error={Boolean(told)} helperText={told ?? hint} value={text} placeholder="2027-01-31" autoComplete="off"
      onChange={(event) => put(event.target.value)} onFocus={() => setLeft(false)} onBlur={leave} slotProps={{ input: { endAdornment: <Picker value={readDay(text) ?? ""} disabled={disabled} onPick={put} /> } }}
    />
  );
}

/** One that a list is filtered by. */
export function DayInput({ source, label }: { source: string; label: string }) {
  const { field } = useInput({ source });
  return <DayField size="small" label={label} value={field.value ?? ""} onChange={field.onChange} whole />;
}
