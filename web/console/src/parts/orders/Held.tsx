// Why an order is on hold, who held it, and until when somebody has to decide.
import Alert from "@mui/material/Alert";
import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import { Who } from "../Names.tsx";
import { useText } from "../Value.tsx";

export function Held({ order }: { order: any }) {
  const say = useTranslate();
  const text = useText();
  const held = order.on_hold ? order.reviews.find((one: any) => !one.decision) : undefined;
  if (!held) return null;
  // Colleagues give a reason; a rule has one of its own.
  const why = [held.reason, ...held.causes.map((one: any) => one.reason || one.code)].filter(Boolean).join(" · ");
  return (
    <Alert severity="warning" sx={{ mb: 2 }} data-held>
      <Typography sx={{ fontWeight: 600, overflowWrap: "anywhere" }}>{say("state.on_hold")}{why ? say("form.colon") : ""}{why}</Typography>
      <Typography variant="body2">{say("field.held_by")}{say("form.colon")}<Who actor={held.held_by} /> · {text(held.held_at)}</Typography>
      {held.decide_by ? <Typography variant="body2">{say("field.decide_by")}{say("form.colon")}{text(held.decide_by)}{held.at_deadline ? ` · ${say("order.then", { what: text(held.at_deadline, "state") })}` : ""}</Typography> : null}
    </Alert>
  );
}
