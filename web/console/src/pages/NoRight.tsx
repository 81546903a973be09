import Alert from "@mui/material/Alert";
import { useTranslate } from "react-admin";

export default function NoRight() {
  const say = useTranslate();
  return <Alert severity="info" sx={{ mt: 2 }}>{say("say.no_right")}</Alert>;
}
