import TextField from "@mui/material/TextField";
import { useLocaleState, useTranslate } from "react-admin";
import { readMoney, shown } from "../lib/money.ts";

type Props = { label: string; value: string; currency: string; onChange: (text: string) => void; error?: string; disabled?: boolean; required?: boolean; hint?: string; bounds?: { minimum?: number; maximum?: number } };

/** A field for an amount, typed as people write it. It shows what it understood, and says so where it did not. */
export function MoneyText({ label, value, currency, onChange, error, disabled, required, hint, bounds }: Props) {
  const say = useTranslate();
  const [locale] = useLocaleState();
  const read = readMoney(value, currency, bounds);
  const wrong = value.trim() !== "" && "wrong" in read;
  return (
    <TextField label={`${label} (${currency})`} value={value} disabled={disabled} required={required} onChange={(event) => onChange(event.target.value)} error={wrong || Boolean(error)}
      helperText={error ?? ("amount" in read ? say("say.money_understood", { amount: shown({ amount: read.amount, currency }, locale) }) : wrong ? say(read.wrong) : (hint ?? " "))}
      slotProps={{ htmlInput: { inputMode: "decimal", autoComplete: "off", maxLength: 30 } }} />
  );
}
