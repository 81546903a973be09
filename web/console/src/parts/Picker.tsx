// The calendar of the browser beside a field of text: it speaks the browser's language and knows no zone, so nothing is told by it but what is chosen.
import IconButton from "@mui/material/IconButton";
import InputAdornment from "@mui/material/InputAdornment";
import Calendar from "@mui/icons-material/CalendarMonth";
import { useRef } from "react";
import { useTranslate } from "react-admin";

const UNSEEN = { position: "absolute", right: 0, bottom: 0, width: 1, height: 1, padding: 0, border: 0, opacity: 0, pointerEvents: "none" } as const;

export function Picker({ type, value, onPick, disabled }: { type: "date" | "datetime-local"; value: string; onPick: (chosen: string) => void; disabled?: boolean }) {
  const say = useTranslate();
  const input = useRef<HTMLInputElement>(null);
  return (
    <InputAdornment position="end">
      <input ref={input} type={type} tabIndex={-1} aria-hidden disabled={disabled} style={UNSEEN} value={value} onChange={(event) => event.target.value && onPick(event.target.value)} />
      <IconButton size="small" edge="end" disabled={disabled} aria-label={say("form.calendar")} onClick={() => input.current?.showPicker?.()}><Calendar fontSize="small" /></IconButton>
    </InputAdornment>
  );
}
