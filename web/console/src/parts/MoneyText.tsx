import TextField from "@mui/material/TextField";
import { useLocaleState, useTranslate } from "react-admin";
import { parseMoney, shown } from "../lib/money.ts";

/** A field for an amount, typed as people write it. It shows what it understood, and says so where it did not. */
export function MoneyText({ label, value, currency, onChange, error, disabled, hint }: { label: string; value: string; currency: string; onChange: (text: string) => void; error?: string; disabled?: boolean; hint?: string }) {
  const say = useTranslate();
  const [locale] = useLocaleState();
  const amount = parseMoney(value, currency);
  const wrong = value.trim() !== "" && amount === null;
  return (
    <TextField label={`${label} (${currency})`} value={value} disabled={disabled} onChange={(event) => onChange(event.target.value)} error={wrong || Boolean(error)}
      helperText={error ?? (wrong ? say("say.money_bad") : amount === null ? (hint ?? " ") : say("say.money_understood", { amount: shown({ amount, currency }, locale) }))}
      slotProps={{ htmlInput: { inputMode: "decimal", autoComplete: "off", maxLength: 30 } }} />
  );
}
