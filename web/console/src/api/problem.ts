// What the API says when it refuses (RFC 9457), as the forms of react-admin want to hear it.
import { HttpError } from "react-admin";

export type Problem = {
  title?: string;
  detail?: string;
  status?: number;
  code?: string;
  request_id?: string;
  session?: string;
  challenge?: string;
  errors?: { pointer: string; code: string; detail: string }[];
  [more: string]: unknown;
};

/** `/variants/0/price` at its place in a form: {variants: {0: {price: "…"}}}; what has no place stands under root. */
export function atFields(errors: Problem["errors"]): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const { pointer, detail } of errors ?? []) {
    const steps = pointer.split("/").slice(1).map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
    if (!steps.length || steps.some((step) => step === "__proto__")) continue;
    let at = found;
    for (const step of steps.slice(0, -1)) {
      if (typeof at[step] !== "object") at[step] = {};
      at = at[step] as Record<string, unknown>;
    }
    at[steps[steps.length - 1]!] ??= detail;
  }
  return found;
}

export class Refusal extends HttpError {
  readonly problem: Problem;
  constructor(status: number, problem: Problem) {
    const text = problem.detail && problem.detail !== problem.title ? `${problem.title}: ${problem.detail}` : (problem.title ?? `HTTP ${status}`);
    super(text, status, { ...problem, errors: atFields(problem.errors) });
    // HttpError sets its own prototype: without this no Refusal is known as one.
    Object.setPrototypeOf(this, Refusal.prototype);
    this.problem = problem;
  }
}
