import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import { useTranslate } from "react-admin";
import { Link } from "react-router-dom";

/** An address that leads nowhere, whatever somebody may see. */
export default function NoSuchPage() {
  const say = useTranslate();
  return <Alert severity="info" sx={{ mt: 2 }} action={<Button color="inherit" size="small" component={Link} to="/">{say("page.dashboard")}</Button>}>{say("say.no_page")}</Alert>;
}
