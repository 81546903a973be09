// How a payment goes on for who pays it, in words. What their app is given for it says nothing to staff and is not shown.
import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import { useTranslate } from "react-admin";
import { Deep, shown } from "./Deep.tsx";

export const isNextAction = (name: string, value: any): boolean => name === "next_action" && typeof value?.kind === "string";

export function NextAction({ action }: { action: { kind: string; url: string | null; params: Record<string, string> } }) {
  const say = useTranslate();
  const page = action.kind === "redirect" && /^https?:\/\//.test(action.url ?? "") ? action.url! : undefined;
  return (
    <>
      {say(`next_action.${action.kind}`, { _: action.kind })}
      {page ? <Box><Link href={page} target="_blank" rel="noopener noreferrer" sx={{ overflowWrap: "anywhere" }}>{new URL(page).host}</Link></Box> : null}
      {action.kind === "instructions" && shown(action.params) ? <Deep value={action.params} /> : null}
    </>
  );
}
