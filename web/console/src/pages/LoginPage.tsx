import Box from "@mui/material/Box";
import Card from "@mui/material/Card";
import CardContent from "@mui/material/CardContent";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import { LocalesMenuButton, Notification, useTranslate } from "react-admin";
import { Navigate, useSearchParams } from "react-router-dom";
import { signedIn } from "../api/session.ts";
import { wayIn } from "../lib/wayIn.ts";
import { Spoken } from "../parts/Spoken.tsx";
import { SignInForm } from "./SignIn.tsx";

/** Loaded anew when somebody is in, so that nothing of the person before can still be shown. The page of signing in is no step of their way: going
 * back leads past it. */
const enter = (wanted: string) => {
  window.history.replaceState(null, "", `#${wanted}`);
  window.location.reload();
};

export default function LoginPage() {
  return <Spoken><Login /></Spoken>;
}

function Login() {
  const say = useTranslate();
  const [asked] = useSearchParams();
  const wanted = wayIn(asked.get("to"));
  // Who comes here by a mark or by going back is in already; who signs in just now is led on by that.
  const [was] = useState(signedIn);
  if (was) return <Navigate to={wanted} replace />;
  return (
    <Box component="main" sx={{ minHeight: "100vh", display: "flex", alignItems: "center", justifyContent: "center", p: 2, bgcolor: "background.default" }}>
      <Card sx={{ width: "100%", maxWidth: 400 }}>
        <CardContent>
          <Box sx={{ display: "flex", justifyContent: "space-between", alignItems: "center", mb: 2, color: "text.primary" }}>
            <Typography variant="h5" component="h1">{say("signin.title")}</Typography>
            <LocalesMenuButton />
          </Box>
          <SignInForm onDone={() => enter(wanted)} />
        </CardContent>
      </Card>
      <Notification />
    </Box>
  );
}
