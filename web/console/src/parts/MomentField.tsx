// A moment typed on the shop's clock, with its zone beside it. What is given on names the moment for everybody, or is what nobody can read yet.
import Link from "@mui/material/Link";
import TextField from "@mui/material/TextField";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { meant, msOf, offsetText, read, shopZone, twins, wall } from "../lib/time.ts";
import { Picker } from "./Picker.tsx";

type Props = { label: string; value: string; onChange: (moment: string) => void; wrong?: string; hint?: string; required?: boolean; disabled?: boolean; size?: "small" };

export function MomentField({ label, value, onChange, wrong, hint, required, disabled, size }: Props) {
  const say = useTranslate();
  const [first] = useState(value);
  const [typed, setTyped] = useState({ text: wall(value), value });
  const [left, setLeft] = useState(false);
  const text = typed.value === value ? typed.text : wall(value);
  const { moments, problem } = read(text);
  const give = (text: string, moment: string) => {
    setTyped({ text, value: moment });
    onChange(moment);
  };
  const put = (text: string) => give(text, meant(text, first));
  // What was understood.
  const leave = () => {
    setLeft(true);
    if (!problem) setTyped({ text: wall(value), value });
  };
  const [one, other] = twins(text, value) ?? [];
  const odd = text.trim() && problem && (left || problem === "say.time_skipped") ? say(problem, { zone: shopZone() }) : undefined;
  const told = wrong ?? odd;
  return (
    <TextField
      fullWidth size={size} label={label} required={required} disabled={disabled} error={Boolean(told)} value={text} placeholder="2027-01-31 09:00" autoComplete="off"
      onChange={(event) => put(event.target.value)} onFocus={() => setLeft(false)} onBlur={leave}
      helperText={
        <>
          {[told, told?.includes(shopZone()) ? undefined : shopZone(), told ? undefined : hint].filter(Boolean).join(" · ")}
          {one && other ? <> · {say(msOf(other) > msOf(one) ? "form.twice_first" : "form.twice_second", { offset: offsetText(one) })} <Link component="button" type="button" variant="caption" disabled={disabled} onClick={() => give(text, other)}>{say("form.twice_other", { offset: offsetText(other) })}</Link></> : null}
        </>
      }
      slotProps={{ input: { endAdornment: <Picker timed value={problem ? "" : wall(moments[0]!).slice(0, 16)} disabled={disabled} onPick={put} /> } }}
    />
  );
}
