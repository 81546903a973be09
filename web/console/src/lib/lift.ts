/** What a difference in basis points says, by the range that it lies in: nothing is proven while 0 is within. Pure. */
export const verdict = (lift: { low: number; high: number } | null | undefined): "none" | "unproven" | "more" | "less" =>
  !lift ? "none" : lift.low > 0 ? "more" : lift.high < 0 ? "less" : "unproven";
