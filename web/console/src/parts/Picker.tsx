// A calendar beside a field of text: a day of it is chosen, and the time of day where there is one. It is read when somebody opens it; its
// place is kept as large as it will be, so that it is put where it fits.
import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import InputAdornment from "@mui/material/InputAdornment";
import Popover from "@mui/material/Popover";
import Calendar from "@mui/icons-material/CalendarMonth";
import { lazy, Suspense, useState } from "react";
import { useTranslate } from "react-admin";

const Month = lazy(() => import("./Month.tsx"));

/** `value`: a day, or with `timed` a day and a time (`2027-01-31 09:00`), or nothing. */
export type Picked = { timed?: boolean; value: string; onPick: (chosen: string) => void };

export function Picker({ timed, value, onPick, disabled }: Picked & { disabled?: boolean }) {
  const say = useTranslate();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <InputAdornment position="end">
      <IconButton size="small" edge="end" disabled={disabled} aria-label={say("form.calendar")} aria-haspopup="dialog" onClick={(event) => setAnchor(event.currentTarget)}><Calendar fontSize="small" /></IconButton>
      <Popover open={Boolean(anchor)} anchorEl={anchor} onClose={() => setAnchor(null)} anchorOrigin={{ vertical: "bottom", horizontal: "right" }} transformOrigin={{ vertical: "top", horizontal: "right" }} slotProps={{ paper: { role: "dialog", "aria-label": say("form.calendar") } }}>
        {anchor ? <Suspense fallback={<Box sx={{ width: 290, height: timed ? 390 : 340 }} />}><Month timed={timed} value={value} onPick={onPick} onDone={() => setAnchor(null)} /></Suspense> : null}
      </Popover>
    </InputAdornment>
  );
}
