import Typography from "@mui/material/Typography";
import { usePermissions, useTranslate } from "react-admin";
import GenericList from "./GenericList.tsx";

/** Names and addresses are half hidden in the list: it says how whoever may sees who somebody is. */
export default function CustomerList() {
  const say = useTranslate();
  const { permissions } = usePermissions<Set<string>>();
  return (
    <>
      <Typography variant="body2" color="text.secondary" sx={{ mt: 1 }}>{say(permissions?.has("customers.unmask") ? "people.masked_may" : "people.masked")}</Typography>
      <GenericList />
    </>
  );
}
