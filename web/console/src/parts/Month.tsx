// A month of days in the language of the console, on the shop's clock.
import Box from "@mui/material/Box";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useState } from "react";
import { useLocaleState, useTranslate } from "react-admin";
import { DayPicker } from "react-day-picker";
import { enGB, zhCN } from "react-day-picker/locale";
import "react-day-picker/style.css";
import { browsersDate, browsersDay, dayName, daysAround, monthShort, monthText, today, yearName } from "../lib/time.ts";
import type { Picked } from "./Picker.tsx";

const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, "0"));
const MINUTES = Array.from({ length: 12 }, (_, step) => String(step * 5).padStart(2, "0"));
const YEARS_AROUND = 20;

export default function Month({ timed, value, onPick, onDone }: Picked & { onDone: () => void }) {
  const say = useTranslate();
  const [locale] = useLocaleState();
  const [chosen, clock = "00:00"] = value ? (value.split(" ") as [string, string?]) : [""];
  const begin = chosen || today();
  const [{ first, last }] = useState(() => daysAround(begin, YEARS_AROUND, timed));
  const [month, setMonth] = useState(browsersDate(begin));
  const [hour, minute] = clock.split(":") as [string, string];
  const give = (day: string, time: string) => onPick(timed ? `${day} ${time}` : day);
  const named = (date: Date) => monthText(browsersDay(date).slice(0, 7), locale);
  const part = (name: string, now: string, all: string[], put: (text: string) => string) => (
    <TextField select size="small" label={say(`form.${name}`)} value={now} sx={{ width: 88 }} onChange={(event) => give(chosen || today(), put(event.target.value))}>
      {[...new Set([...all, now])].sort().map((one) => <MenuItem key={one} value={one}>{one}</MenuItem>)}
    </TextField>
  );
  return (
    <Box sx={{ p: 1.5, "& .rdp-root": { "--rdp-accent-color": (theme) => theme.palette.primary.main, "--rdp-day-width": "38px", "--rdp-day-height": "38px", "--rdp-day_button-width": "36px", "--rdp-day_button-height": "36px" } }}>
      <DayPicker mode="single" required autoFocus fixedWeeks locale={locale === "zh" ? zhCN : enGB} weekStartsOn={1} captionLayout="dropdown" startMonth={browsersDate(first)} endMonth={browsersDate(last)} disabled={{ before: browsersDate(first), after: browsersDate(last) }}
        today={browsersDate(today())} selected={chosen ? browsersDate(chosen) : undefined} month={month} onMonthChange={setMonth}
        formatters={{ formatCaption: named, formatMonthDropdown: (date) => monthShort(browsersDay(date), locale), formatYearDropdown: (date) => yearName(browsersDay(date), locale) }}
        labels={{ labelGrid: named, labelDayButton: (date) => dayName(browsersDay(date), locale), labelNext: () => say("form.month_after"), labelPrevious: () => say("form.month_before"), labelMonthDropdown: () => say("form.month"), labelYearDropdown: () => say("form.year") }}
        onSelect={(date: Date) => { give(browsersDay(date), clock); if (!timed) onDone(); }} />
      {timed ? <Box sx={{ display: "flex", gap: 1, mt: 1 }}>{part("hour", hour, HOURS, (text) => `${text}:${minute}`)}{part("minute", minute, MINUTES, (text) => `${hour}:${text}`)}</Box> : null}
    </Box>
  );
}
