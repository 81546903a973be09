// Doing something that is more than saving a form: sent at once (never after a toast), told when it is done, refused in the API's words.
import { useState } from "react";
import { useNotify, useRefresh, useTranslate } from "react-admin";
import { call, type Asked } from "../api/client.ts";
import { Refusal } from "../api/problem.ts";
import { useThere } from "./useThere.ts";

/** What no shop was asked, or answered. */
const OWN: Record<string, string> = { offline: "say.offline_error", outcome_unknown: "say.unknown_error", empty_file: "say.file_empty" };

export function useProblem(): (error: unknown) => string {
  const say = useTranslate();
  return (error) => {
    if (!(error instanceof Refusal)) return String((error as Error)?.message ?? error);
    const own = OWN[error.problem.code ?? ""];
    if (own) return say(own);
    const named = (step: string) => (/^\d+$/.test(step) ? String(Number(step) + 1) : say(`field.${step}`));
    const fields = (error.problem.errors ?? []).map((one) => `${one.pointer.split("/").slice(1).map(named).join(" › ")}${say("form.colon")}${one.detail}`);
    return [error.message, ...fields].join("\n");
  };
}

/** What was refused: told where it was asked or, if that is gone by then, where its asker is. */
export function useRefusal(): [unknown, (error: unknown) => void] {
  const notify = useNotify();
  const tell = useProblem();
  const there = useThere();
  const [refusal, setRefusal] = useState<unknown>(null);
  const put = (error: unknown) => {
    if (error && !there.current) notify(tell(error), { type: "error", multiLine: true, autoHideDuration: null });
    else setRefusal(error);
  };
  return [refusal, put];
}

/** The same in words. */
export function useTold(): [string, (error: unknown) => void] {
  const tell = useProblem();
  const [refusal, put] = useRefusal();
  return [refusal ? tell(refusal) : "", put];
}

/** Something that may be refused: one at a time, told when it is done, and if it was not, why. `done`: what follows then; nothing does where the work
 * answers false, as somebody was asked first. `refused`: who tells it instead, as forms do at their fields. */
export function useTry() {
  const tell = useProblem();
  const notify = useNotify();
  const [refusal, setRefusal] = useRefusal();
  const [busy, setBusy] = useState(false);
  const attempt = async <T,>(work: () => Promise<T>, done: (answer: T) => unknown = () => undefined, refused: (error: unknown) => void = setRefusal): Promise<T | null> => {
    setBusy(true);
    setRefusal(null);
    try {
      const answer = await work();
      if (answer !== false) {
        notify("say.done", { type: "success" });
        await done(answer);
      }
      return answer;
    } catch (error) {
      refused(error);
      return null;
    } finally {
      setBusy(false);
    }
  };
  return { busy, refusal, problem: refusal ? tell(refusal) : "", setRefusal, attempt };
}

export function useCommand() {
  const refresh = useRefresh();
  const { busy, problem, setRefusal, attempt } = useTry();
  const run = async <T,>(path: string, asked: Asked = {}): Promise<T | null> =>
    attempt(async () => (await call<T>(path, { method: "POST", body: {}, ...asked })) ?? ({} as T), refresh, (error) => {
      setRefusal(error);
      if (error instanceof Refusal && error.status === 409) refresh();
    });
  return { run, busy, problem, clear: () => setRefusal(null) };
}
