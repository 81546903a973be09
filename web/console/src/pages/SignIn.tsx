// Signing in: as a page of its own, and over a page whose session ended, so that what was typed there stays.
import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import Checkbox from "@mui/material/Checkbox";
import FormControlLabel from "@mui/material/FormControlLabel";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import { useState, type FormEvent } from "react";
import { useTranslate } from "react-admin";
import { signIn } from "../api/authProvider.ts";
import { Refusal } from "../api/problem.ts";
import { useProblem } from "../parts/useCommand.tsx";

type Challenge = { session: string; kind: string };

export function SignInForm({ onDone }: { onDone: () => void | Promise<void> }) {
  const say = useTranslate();
  const tell = useProblem();
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const [stay, setStay] = useState(false);
  const [answer, setAnswer] = useState("");
  const [challenge, setChallenge] = useState<Challenge | null>(null);
  const [problem, setProblem] = useState("");
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (!challenge && (!login.trim() || !password)) return setMissing(true);
    setBusy(true);
    setProblem("");
    try {
      await signIn({ login: login.trim(), password, stay, challenge: challenge ? { ...challenge, answer } : undefined });
      await onDone();
    } catch (error) {
      const asked = error instanceof Refusal ? error.problem : {};
      if (asked.code === "challenge_required" && asked.session && asked.challenge) {
        setChallenge({ session: asked.session, kind: asked.challenge });
        setAnswer("");
      } else setProblem(error instanceof Refusal && error.status === 403 && asked.code === "forbidden" ? say("signin.no_staff") : tell(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <form onSubmit={submit} noValidate>
      <Stack spacing={2}>
        {challenge ? (
          <>
            <Alert severity="info">{say(`signin.challenge_${challenge.kind}`)}</Alert>
            <TextField autoFocus label={say(challenge.kind === "new_password_required" ? "signin.new_password" : challenge.kind === "password" ? "signin.password" : "signin.code")}
              type={challenge.kind.includes("password") ? "password" : "text"} autoComplete={challenge.kind === "new_password_required" ? "new-password" : "one-time-code"}
              value={answer} onChange={(event) => setAnswer(event.target.value)} />
          </>
        ) : (
          <>
            <TextField autoFocus name="login" label={say("signin.login")} autoComplete="username" value={login} onChange={(event) => setLogin(event.target.value)}
              error={missing && !login.trim()} helperText={missing && !login.trim() ? say("signin.login_needed") : undefined} />
            <TextField name="password" type="password" label={say("signin.password")} autoComplete="current-password" value={password} onChange={(event) => setPassword(event.target.value)}
              error={missing && !password} helperText={missing && !password ? say("signin.password_needed") : undefined} />
            <FormControlLabel control={<Checkbox checked={stay} onChange={(event) => setStay(event.target.checked)} />} label={say("signin.stay")} />
          </>
        )}
        {problem ? <Alert severity="error" role="alert" sx={{ whiteSpace: "pre-line" }}>{problem}</Alert> : null}
        <Button type="submit" variant="contained" size="large" disabled={busy}>{say("signin.go")}</Button>
      </Stack>
    </form>
  );
}
