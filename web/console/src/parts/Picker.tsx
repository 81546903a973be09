// A calendar beside a field of text, in the language of the console and of the shop's today: a day of it is chosen, and the time of day where there is one.
import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import InputAdornment from "@mui/material/InputAdornment";
import MenuItem from "@mui/material/MenuItem";
import Popover from "@mui/material/Popover";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import Calendar from "@mui/icons-material/CalendarMonth";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { useLocaleState, useTranslate } from "react-admin";
import { addDays, addMonths, dayName, monthText, today, weekdayName, weeksOf } from "../lib/time.ts";

/** `value`: a day, or with `timed` a day and a time (`2027-01-31 09:00`), or nothing. */
type Props = { timed?: boolean; value: string; onPick: (chosen: string) => void; disabled?: boolean };

const STEPS: Record<string, (day: string) => string> = {
  ArrowLeft: (day) => addDays(day, -1), ArrowRight: (day) => addDays(day, 1), ArrowUp: (day) => addDays(day, -7), ArrowDown: (day) => addDays(day, 7),
  PageUp: (day) => inMonth(day, -1), PageDown: (day) => inMonth(day, 1),
};
/** The same day of another month, or its last one. */
const inMonth = (day: string, count: number): string => {
  const month = addMonths(day.slice(0, 7), count);
  return weeksOf(month).flat().filter((one): one is string => one !== null && one.slice(8) <= day.slice(8)).at(-1)!;
};
const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, "0"));
const MINUTES = Array.from({ length: 12 }, (_, step) => String(step * 5).padStart(2, "0"));

export function Picker({ timed, value, onPick, disabled }: Props) {
  const say = useTranslate();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <InputAdornment position="end">
      <IconButton size="small" edge="end" disabled={disabled} aria-label={say("form.calendar")} aria-haspopup="dialog" onClick={(event) => setAnchor(event.currentTarget)}><Calendar fontSize="small" /></IconButton>
      <Popover open={Boolean(anchor)} anchorEl={anchor} onClose={() => setAnchor(null)} anchorOrigin={{ vertical: "bottom", horizontal: "right" }} transformOrigin={{ vertical: "top", horizontal: "right" }} slotProps={{ paper: { role: "dialog", "aria-label": say("form.calendar") } }}>
        {anchor ? <Month timed={timed} value={value} onPick={onPick} onDone={() => setAnchor(null)} /> : null}
      </Popover>
    </InputAdornment>
  );
}

function Month({ timed, value, onPick, onDone }: Props & { onDone: () => void }) {
  const say = useTranslate();
  const [locale] = useLocaleState();
  const grid = useRef<HTMLTableElement>(null);
  const [chosen, clock = "00:00"] = value ? value.split(" ") as [string, string?] : [""];
  const [at, setAt] = useState(chosen || today());
  const [hour, minute] = clock.split(":") as [string, string];
  const month = at.slice(0, 7);
  // Who turns the pages by a button goes on turning.
  const turned = useRef(false);
  useEffect(() => {
    if (!turned.current) grid.current?.querySelector<HTMLElement>(`[data-day="${at}"]`)?.focus();
    turned.current = false;
  }, [at]);
  const give = (day: string, time: string) => onPick(timed ? `${day} ${time}` : day);
  const pressed = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    setAt(step(at));
  };
  const turn = (label: string, count: number, sign: string) => <IconButton size="small" aria-label={say(`form.${label}`)} onClick={() => { turned.current = true; setAt(inMonth(at, count)); }}><Box component="span" sx={{ width: 20, lineHeight: "20px" }}>{sign}</Box></IconButton>;
  const part = (name: string, now: string, all: string[], put: (text: string) => string) => (
    <TextField select size="small" label={say(`form.${name}`)} value={now} sx={{ width: 88 }} onChange={(event) => give(chosen || at, put(event.target.value))}>
      {[...new Set([...all, now])].sort().map((one) => <MenuItem key={one} value={one}>{one}</MenuItem>)}
    </TextField>
  );
  return (
    <Box sx={{ p: 1.5 }}>
      <Box sx={{ display: "flex", alignItems: "center", justifyContent: "space-between" }}>
        <Box>{turn("year_before", -12, "«")}{turn("month_before", -1, "‹")}</Box>
        <Typography variant="subtitle2" component="h2" aria-live="polite">{monthText(month, locale)}</Typography>
        <Box>{turn("month_after", 1, "›")}{turn("year_after", 12, "»")}</Box>
      </Box>
      <table ref={grid} role="grid" aria-label={monthText(month, locale)} onKeyDown={pressed} style={{ borderSpacing: 2 }}>
        <thead><tr>{Array.from({ length: 7 }, (_, index) => <Box component="th" scope="col" key={index} sx={{ fontWeight: 400, fontSize: 12, color: "text.secondary" }}>{weekdayName(index, locale)}</Box>)}</tr></thead>
        <tbody>
          {weeksOf(month).map((week, index) => (
            <tr key={index}>
              {week.map((day, place) => (
                <td key={place} role="gridcell" aria-selected={day !== null && day === chosen}>
                  {day ? (
                    <IconButton size="small" data-day={day} tabIndex={day === at ? 0 : -1} aria-label={dayName(day, locale)} aria-current={day === today() ? "date" : undefined}
                      sx={{ width: 36, height: 36, fontSize: 14, color: "text.primary", border: 1, borderColor: day === today() ? "primary.main" : "transparent", ...(day === chosen ? { "&, &:hover": { bgcolor: "primary.main", color: "primary.contrastText" } } : {}) }}
                      onClick={() => { give(day, clock); setAt(day); if (!timed) onDone(); }}>{Number(day.slice(8))}</IconButton>
                  ) : null}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {timed ? <Box sx={{ display: "flex", gap: 1, mt: 1 }}>{part("hour", hour, HOURS, (text) => `${text}:${minute}`)}{part("minute", minute, MINUTES, (text) => `${hour}:${text}`)}</Box> : null}
    </Box>
  );
}
